package org.momoko.spring.boot.autoconfigure;

/** When a pool opens its first connections, and what happens if it cannot. */
public enum PoolStartup {
    /** With the first statement, whose caller learns of a failure. */
    LAZY,
    /** When the application starts, without waiting; a failure is logged and the next statement tries again. */
    WARM_UP,
    /** When the application starts, which waits until all are open and stops if one cannot be opened. */
    FAIL_FAST
}
