package org.momoko.spring.boot.transaction;

import org.jspecify.annotations.Nullable;

/** How methods with certain return types are run in a transaction. */
interface ReturnStyle {

    /** Whether methods that declare this type are run so. */
    boolean takes(Class<?> returned);

    /** Runs the method, and returns what its caller gets. */
    @Nullable
    Object run(AsyncTransactionOperator operator, TransactionalMethods.Found method, AnnotatedCall call)
            throws Throwable;
}
