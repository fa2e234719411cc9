package org.momoko.spring.boot.transaction;

import java.lang.reflect.Method;
import org.aopalliance.aop.Advice;
import org.springframework.aop.support.StaticMethodMatcherPointcutAdvisor;

/** Which methods the interceptor is for. */
final class AsyncTransactionalAdvisor extends StaticMethodMatcherPointcutAdvisor {
    private static final long serialVersionUID = 1L;

    private final transient TransactionalMethods methods;

    AsyncTransactionalAdvisor(TransactionalMethods methods, Advice interceptor) {
        super(interceptor);
        this.methods = methods;
    }

    @Override
    public boolean matches(Method method, Class<?> targetClass) {
        return methods.find(method, targetClass) != null;
    }
}
