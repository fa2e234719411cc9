package org.momoko.spring.boot.transaction;

/** What a method or callback does about the transaction whose scope it is called in. */
public enum Propagation {
    /** Joins the transaction; without one it begins one. */
    REQUIRED,
    /** Joins the transaction; without one its statements run each for itself. */
    SUPPORTS,
    /** Joins the transaction; without one it fails. */
    MANDATORY,
    /** Begins a transaction of its own on another connection; the outer one waits meanwhile and is not touched. */
    REQUIRES_NEW,
    /** Runs its statements each for itself, on other connections than the transaction's. */
    NOT_SUPPORTED,
    /** Fails where there is a transaction; else its statements run each for itself. */
    NEVER,
    /** A savepoint of the transaction, undone alone when it fails; without a transaction it begins one. */
    NESTED
}
