package org.momoko.internal.sql;

/** Which placeholders a statement may have, decided by the arguments given. */
public enum ArgumentStyle {
    /** No arguments: nothing is a placeholder, the text is sent as it is. */
    NONE,
    /** A list of arguments: {@code %s} or {@code $1}. */
    POSITIONAL,
    /** Arguments by name: {@code %(name)s} or {@code :name}. */
    NAMED
}
