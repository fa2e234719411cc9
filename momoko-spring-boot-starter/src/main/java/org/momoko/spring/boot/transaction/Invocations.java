package org.momoko.spring.boot.transaction;

import org.springframework.aop.ProxyMethodInvocation;

/** Calls methods that were intercepted. */
final class Invocations {
    private Invocations() {}

    /**
     * Calls the method, as if for the first time: a transaction that is tried again calls it again.
     *
     * @return what the method returned; for a stage or publisher null is an error that whoever awaits it reports
     */
    @SuppressWarnings("NullAway") // null is what a method without a value returns
    static Object proceed(ProxyMethodInvocation invocation) {
        try {
            return ((ProxyMethodInvocation) invocation.invocableClone()).proceed();
        } catch (Throwable e) {
            throw Invocations.<RuntimeException>asIs(e);
        }
    }

    /** Throws a checked exception, too: whoever declared it in the method expects it bare. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    static <E extends Throwable> RuntimeException asIs(Throwable error) throws E {
        throw (E) error;
    }
}
