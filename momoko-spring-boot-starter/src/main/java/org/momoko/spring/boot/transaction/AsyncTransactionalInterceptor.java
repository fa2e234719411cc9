package org.momoko.spring.boot.transaction;

import java.util.List;
import java.util.function.Supplier;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;

/** Runs methods with {@link AsyncTransactional} in their transaction. */
final class AsyncTransactionalInterceptor implements MethodInterceptor {
    private final DirectMethods directMethods = new DirectMethods();
    private final TransactionalMethods methods;
    private final Supplier<AsyncTransactionOperator> operator;
    private final List<ReturnStyle> styles;

    AsyncTransactionalInterceptor(
            TransactionalMethods methods, Supplier<AsyncTransactionOperator> operator, List<ReturnStyle> styles) {
        this.methods = methods;
        this.operator = operator;
        this.styles = styles;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        Object target = invocation.getThis();
        TransactionalMethods.Found found =
                methods.find(invocation.getMethod(), target == null ? null : target.getClass());
        if (found == null) {
            return invocation.proceed();
        }
        ProxyMethodInvocation made = (ProxyMethodInvocation) invocation;
        AnnotatedCall call = new AnnotatedCall(made, directMethods.direct(made, this));
        for (ReturnStyle style : styles) {
            if (style.takes(found.returned())) {
                return style.run(operator.get(), found, call);
            }
        }
        throw new IllegalStateException("no style for " + found.returned().getName());
    }
}
