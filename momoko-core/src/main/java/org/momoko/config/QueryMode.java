package org.momoko.config;

/** How a statement travels to the server. */
public enum QueryMode {
    /**
     * Parameters are bound by the server, with a cached prepared statement and binary values, wherever that gives the
     * same result as the literal text; everything else goes as literal text. The default.
     */
    AUTO,
    /** Always Parse and Bind; what cannot be bound fails with the server's error. */
    EXTENDED,
    /** Always one Query message, with the parameters written into the text as literals. */
    SIMPLE
}
