package org.momoko.spring.boot.transaction;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.MethodClassKey;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/** Finds out which methods are transactional, and how: the method counts before its class, the class before interfaces. */
final class TransactionalMethods {
    private final Map<MethodClassKey, Optional<Found>> known = new ConcurrentHashMap<>();

    /**
     * A transactional method.
     *
     * @param returned what the method of the target returns, also where it is called through an interface that leaves the
     *     type open
     */
    record Found(AsyncTransactionDefinition definition, Class<?> returned) {}

    /** How the method is transactional; null when it is not. */
    @Nullable
    Found find(Method method, @Nullable Class<?> targetClass) {
        Class<?> target = targetClass == null ? method.getDeclaringClass() : ClassUtils.getUserClass(targetClass);
        return known.computeIfAbsent(
                        new MethodClassKey(method, target), key -> Optional.ofNullable(found(method, target)))
                .orElse(null);
    }

    private static @Nullable Found found(Method method, Class<?> target) {
        Method specific = AopUtils.getMostSpecificMethod(method, target);
        AsyncTransactional annotation = annotation(specific, target);
        if (annotation == null && specific != method) {
            annotation = annotation(method, method.getDeclaringClass());
        }
        return annotation == null
                ? null
                : new Found(
                        definition(annotation, specific, target),
                        ResolvableType.forMethodReturnType(specific, target).resolve(specific.getReturnType()));
    }

    private static @Nullable AsyncTransactional annotation(Method method, Class<?> type) {
        AsyncTransactional own = AnnotatedElementUtils.findMergedAnnotation(method, AsyncTransactional.class);
        if (own != null) {
            return own;
        }
        if (!Modifier.isPublic(method.getModifiers())
                || method.isSynthetic()
                || ReflectionUtils.isObjectMethod(method)) {
            return null;
        }
        AsyncTransactional ofType = AnnotatedElementUtils.findMergedAnnotation(type, AsyncTransactional.class);
        return ofType != null
                ? ofType
                : AnnotatedElementUtils.findMergedAnnotation(method.getDeclaringClass(), AsyncTransactional.class);
    }

    private static AsyncTransactionDefinition definition(
            AsyncTransactional annotation, Method method, Class<?> target) {
        String name = target.getSimpleName() + "." + method.getName();
        try {
            return new AsyncTransactionDefinition(
                    name,
                    annotation.propagation(),
                    annotation.isolation(),
                    annotation.readOnly(),
                    annotation.deferrable(),
                    timeout(annotation.timeout()),
                    rules(annotation),
                    annotation.retries(),
                    annotation.pool().isEmpty() ? null : annotation.pool());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("@AsyncTransactional on " + name + ": " + e.getMessage(), e);
        }
    }

    private static @Nullable Duration timeout(String text) {
        return text.isEmpty() ? null : DurationStyle.detectAndParse(text);
    }

    private static RollbackRules rules(AsyncTransactional annotation) {
        RollbackRules rules = RollbackRules.ANY;
        for (Class<? extends Throwable> type : annotation.rollbackFor()) {
            rules = rules.rollbackFor(type);
        }
        for (String name : annotation.rollbackForClassName()) {
            rules = rules.rollbackForName(name);
        }
        for (Class<? extends Throwable> type : annotation.noRollbackFor()) {
            rules = rules.noRollbackFor(type);
        }
        for (String name : annotation.noRollbackForClassName()) {
            rules = rules.noRollbackForName(name);
        }
        return rules;
    }
}
