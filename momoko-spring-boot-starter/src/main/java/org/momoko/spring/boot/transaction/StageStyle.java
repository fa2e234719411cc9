package org.momoko.spring.boot.transaction;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.springframework.aop.ProxyMethodInvocation;

/** Methods that return a stage: the transaction ends when the stage completes. */
final class StageStyle implements ReturnStyle {

    @Override
    public boolean takes(Class<?> returned) {
        return returned == CompletionStage.class || returned == CompletableFuture.class;
    }

    @Override
    public Object run(
            AsyncTransactionOperator operator, TransactionalMethods.Found method, ProxyMethodInvocation invocation) {
        return operator.<Object>execute(method.definition(), transaction -> stage(invocation));
    }

    @SuppressWarnings("unchecked")
    private static CompletionStage<Object> stage(ProxyMethodInvocation invocation) {
        return (CompletionStage<Object>) Invocations.proceed(invocation);
    }
}
