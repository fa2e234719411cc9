package org.momoko.config;

/** Whether a pool sends a statement again when its connection was lost. Never inside a transaction. */
public enum RetryPolicy {
    /** Only when no byte of it was handed to the operating system, so that it cannot run twice. The default. */
    SAFE,
    /** Once, whatever may have happened to it, as Momoko for Python did; a statement may run twice. */
    MOMOKO,
    /** Never. */
    NONE
}
