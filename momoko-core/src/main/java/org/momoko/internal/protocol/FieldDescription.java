package org.momoko.internal.protocol;

import org.momoko.internal.wire.BodyReader;

/**
 * One field of a {@link RowDescription}, in the order of the bytes: cstring name, int32 tableOid, int16 columnAttribute,
 * int32 typeOid, int16 typeSize, int32 typeModifier, int16 format.
 *
 * @param name the column's name or alias
 * @param tableOid unsigned; 0 unless the field is a column of a table
 * @param columnAttribute the column's attribute number in that table, otherwise 0
 * @param typeOid unsigned
 * @param typeSize bytes of the type ({@code pg_type.typlen}), negative for variable width
 * @param typeModifier {@code pg_attribute.atttypmod}, -1 for none
 * @param format 0 text, 1 binary; always 0 in the answer to a Describe of a statement
 */
public record FieldDescription(
        String name, int tableOid, short columnAttribute, int typeOid, short typeSize, int typeModifier, short format) {
    /** An empty name and the fixed part. */
    static final int LEAST_BYTES = 1 + 4 + 2 + 4 + 2 + 4 + 2;

    static FieldDescription read(BodyReader in) {
        return new FieldDescription(
                in.cString("field name"),
                in.int32("table OID"),
                in.int16("column attribute"),
                in.int32("type OID"),
                in.int16("type size"),
                in.int32("type modifier"),
                FormatCode.read(in));
    }
}
