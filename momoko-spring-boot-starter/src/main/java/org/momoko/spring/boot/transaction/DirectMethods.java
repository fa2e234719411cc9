package org.momoko.spring.boot.transaction;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.aopalliance.intercept.MethodInterceptor;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.Advisor;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.framework.Advised;
import org.springframework.core.KotlinDetector;

/**
 * Calls annotated methods without the frames of Spring and of reflection. Whoever looks for the scope walks over all frames
 * up to the binding, and in a stack that is walked once for each transaction, every one of them costs.
 */
final class DirectMethods {
    private static final MethodType CALL = MethodType.methodType(Object.class, Object.class, Object[].class);

    private final Map<Method, Optional<MethodHandle>> known = new ConcurrentHashMap<>();

    /**
     * Takes the target and the arguments; null when the method must be reached through the invocation, since the interceptor
     * is not the last one, or only Spring knows how to call it.
     */
    @Nullable
    MethodHandle direct(ProxyMethodInvocation invocation, MethodInterceptor interceptor) {
        return invocation.getThis() == null || !isLast(interceptor, invocation.getProxy())
                ? null
                : known.computeIfAbsent(invocation.getMethod(), DirectMethods::find)
                        .orElse(null);
    }

    private static boolean isLast(MethodInterceptor interceptor, Object proxy) {
        if (!(proxy instanceof Advised advised)) {
            return false;
        }
        Advisor[] advisors = advised.getAdvisors();
        return advisors.length > 0
                && advisors[advisors.length - 1] instanceof AsyncTransactionalAdvisor last
                && last.getAdvice() == interceptor;
    }

    private static Optional<MethodHandle> find(Method method) {
        if (KotlinDetector.isSuspendingFunction(method) || !method.trySetAccessible()) {
            return Optional.empty();
        }
        try {
            return Optional.of(MethodHandles.lookup()
                    .unreflect(method)
                    .asFixedArity()
                    .asSpreader(Object[].class, method.getParameterCount())
                    .asType(CALL));
        } catch (IllegalAccessException e) {
            return Optional.empty();
        }
    }
}
