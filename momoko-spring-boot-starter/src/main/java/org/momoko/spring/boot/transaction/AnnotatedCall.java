package org.momoko.spring.boot.transaction;

import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;

/** The call of an annotated method, made inside the transaction, once for each attempt. */
final class AnnotatedCall {
    private final ProxyMethodInvocation invocation;
    private final @Nullable MethodHandle direct;

    /** @param direct how to call the method itself, see {@link DirectMethods}; null where others intercept it, too */
    AnnotatedCall(ProxyMethodInvocation invocation, @Nullable MethodHandle direct) {
        this.invocation = invocation;
        this.direct = direct;
    }

    /**
     * Calls the method, as if for the first time.
     *
     * @return what the method returned; for a stage or publisher null is an error that whoever awaits it reports
     */
    @SuppressWarnings("NullAway") // null is what a method without a value returns
    Object proceed() {
        try {
            if (direct == null) {
                return ((ProxyMethodInvocation) invocation.invocableClone()).proceed();
            }
            return (Object) direct.invokeExact(invocation.getThis(), invocation.getArguments());
        } catch (Throwable e) {
            throw Errors.<RuntimeException>asIs(e);
        }
    }
}
