package org.momoko.spring.boot.transaction;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Methods that return a stage: the transaction ends when the stage completes. */
final class StageStyle implements ReturnStyle {

    @Override
    public boolean takes(Class<?> returned) {
        return returned == CompletionStage.class || returned == CompletableFuture.class;
    }

    @Override
    @SuppressWarnings("unchecked")
    public Object run(AsyncTransactionOperator operator, TransactionalMethods.Found method, AnnotatedCall call) {
        return operator.execute(method.definition(), transaction -> (CompletionStage<Object>) call.proceed());
    }
}
