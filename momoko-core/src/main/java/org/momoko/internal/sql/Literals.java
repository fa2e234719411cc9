package org.momoko.internal.sql;

/** Writes parameters into the text of a statement. */
@FunctionalInterface
public interface Literals {
    /**
     * Appends one parameter to the text.
     *
     * @param out receives the literal; nothing that is already in it may be changed
     * @param parameterIndex counted from 0: the argument's place, or that of its name in {@link ParsedSql#names()}
     */
    void append(StringBuilder out, int parameterIndex);
}
