package org.momoko.internal.session;

/** How a {@link QueryExchange} was sent: a number, since an object takes four times the room in it. */
final class Form {
    /** Not yet sent. */
    static final byte NONE = 0;
    /** A Query message with literals. */
    static final byte LITERAL = 1;
    /** Parse and all that follows, of a text that Parse may refuse. */
    static final byte TENTATIVE = 2;
    /** Parse and all that follows. */
    static final byte PARSED = 3;
    /** Bind and Execute of a statement that was prepared before. */
    static final byte PREPARED = 4;
    /** As {@link #PREPARED}; the columns of the result were known, and its cursor is there. */
    static final byte DESCRIBED = 5;

    private Form() {}
}
