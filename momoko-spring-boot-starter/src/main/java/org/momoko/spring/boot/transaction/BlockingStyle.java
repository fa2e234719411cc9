package org.momoko.spring.boot.transaction;

import org.jspecify.annotations.Nullable;

/** Methods that return a plain value or nothing: the transaction lasts for the call. */
final class BlockingStyle implements ReturnStyle {

    @Override
    public boolean takes(Class<?> returned) {
        return true;
    }

    @Override
    public @Nullable Object run(
            AsyncTransactionOperator operator, TransactionalMethods.Found method, AnnotatedCall call) {
        return operator.<@Nullable Object>blocking(method.definition(), transaction -> call.proceed());
    }
}
