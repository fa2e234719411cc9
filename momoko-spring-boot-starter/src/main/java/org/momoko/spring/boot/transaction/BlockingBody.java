package org.momoko.spring.boot.transaction;

import org.jspecify.annotations.Nullable;

/** Blocking code that runs in a transaction. */
@FunctionalInterface
interface BlockingBody<T extends @Nullable Object> {
    T run(AsyncTransaction transaction) throws Throwable;
}
