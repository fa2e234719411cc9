package org.momoko.api;

/**
 * A column of a result.
 *
 * @param name the name, as the server gives it
 * @param typeOid the OID of its type, unsigned 32 bit in an int; see {@link org.momoko.type.Oid}
 * @param typeSize the size of the type in bytes, negative for types of variable size
 * @param typeModifier the modifier of the type, -1 for none
 * @param tableOid the table it comes from, 0 when it is computed
 * @param tableColumn the attribute number in that table, 0 when it is computed
 */
public record Column(String name, int typeOid, int typeSize, int typeModifier, int tableOid, int tableColumn) {
    private static final int NUMERIC = 1700;
    private static final int BPCHAR = 1042;
    private static final int VARCHAR = 1043;
    /** VARHDRSZ in postgres.h: modifiers of numeric, bpchar and varchar count it in. */
    private static final int HEADER_SIZE = 4;

    /** The declared length of {@code varchar(n)} and {@code char(n)}, else the size of the type; -1 when variable. */
    public int internalSize() {
        boolean limited = (typeOid == VARCHAR || typeOid == BPCHAR) && typeModifier >= HEADER_SIZE;
        return limited ? typeModifier - HEADER_SIZE : typeSize;
    }

    /** The declared precision of {@code numeric(p, s)}; -1 for every other column. */
    public int precision() {
        return declaredNumeric() ? (typeModifier - HEADER_SIZE) >> 16 & 0xFFFF : -1;
    }

    /** The declared scale of {@code numeric(p, s)}, which may be negative; -1 for every other column. */
    public int scale() {
        // numeric.c keeps the scale in the 11 low bits, as two's complement
        return declaredNumeric() ? (((typeModifier - HEADER_SIZE) & 0x7FF) ^ 1024) - 1024 : -1;
    }

    private boolean declaredNumeric() {
        return typeOid == NUMERIC && typeModifier >= HEADER_SIZE;
    }
}
