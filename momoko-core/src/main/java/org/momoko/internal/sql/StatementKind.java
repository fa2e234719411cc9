package org.momoko.internal.sql;

/** What a text holds, as far as the choice of protocol goes. */
public enum StatementKind {
    /** One SELECT, INSERT, UPDATE, DELETE, MERGE, VALUES, TABLE or WITH: the statements whose parameters can be bound. */
    BINDABLE,
    /** One statement of any other sort, or one that is not recognised. */
    UTILITY,
    /** Several statements, which only a simple query can carry. */
    MULTIPLE,
    /** Nothing but blanks, comments and semicolons. {@link ParsedSql#parse} refuses such a text. */
    EMPTY
}
