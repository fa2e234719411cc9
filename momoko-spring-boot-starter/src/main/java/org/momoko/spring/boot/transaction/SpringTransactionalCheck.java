package org.momoko.spring.boot.transaction;

import java.lang.reflect.Method;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.transaction.TransactionManager;
import org.springframework.transaction.annotation.AnnotationTransactionAttributeSource;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.interceptor.TransactionAttribute;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/** Stops the start where Spring's annotation, run by one of our managers, would end the transaction at the wrong time. */
public final class SpringTransactionalCheck implements SmartInitializingSingleton {
    private final ConfigurableListableBeanFactory beans;
    private final AnnotationTransactionAttributeSource attributes = new AnnotationTransactionAttributeSource(false);

    /** @param beans whose methods are checked */
    public SpringTransactionalCheck(ConfigurableListableBeanFactory beans) {
        this.beans = beans;
    }

    @Override
    public void afterSingletonsInstantiated() {
        for (String name : beans.getBeanDefinitionNames()) {
            Class<?> type = AutoProxyUtils.determineTargetClass(beans, name);
            if (type != null && AnnotationUtils.isCandidateClass(type, Transactional.class)) {
                check(ClassUtils.getUserClass(type));
            }
        }
    }

    private void check(Class<?> type) {
        for (Method method : ReflectionUtils.getUniqueDeclaredMethods(type)) {
            TransactionAttribute attribute = attributes.getTransactionAttribute(method, type);
            if (attribute != null && endsTooEarly(method.getReturnType(), manager(attribute.getQualifier()))) {
                throw new FailureAnalyzedException(
                        "@Transactional on " + type.getName() + "." + method.getName()
                                + ", run by a transaction manager of"
                                + " Momoko, would not have the method's statements in its transaction: what it returns ("
                                + method.getReturnType().getName() + ") is completed after the transaction has ended.",
                        "Use @AsyncTransactional on this method.");
            }
        }
    }

    private static boolean endsTooEarly(Class<?> returned, @Nullable TransactionManager manager) {
        boolean stageOrFlow =
                CompletionStage.class.isAssignableFrom(returned) || Flow.Publisher.class.isAssignableFrom(returned);
        if (manager instanceof MomokoTransactionManager) {
            return stageOrFlow || ReactiveAdapterRegistry.getSharedInstance().getAdapter(returned) != null;
        }
        return stageOrFlow
                && manager != null
                && manager.getClass()
                        .getName()
                        .equals("org.momoko.spring.boot.transaction.MomokoReactiveTransactionManager");
    }

    /** The manager that Spring would choose; null where it would fail itself, at the call. */
    private @Nullable TransactionManager manager(@Nullable String qualifier) {
        try {
            return qualifier == null || qualifier.isEmpty()
                    ? beans.getBeanProvider(TransactionManager.class).getIfAvailable()
                    : BeanFactoryAnnotationUtils.qualifiedBeanOfType(beans, TransactionManager.class, qualifier);
        } catch (NoSuchBeanDefinitionException e) {
            // none, or several
            return null;
        }
    }
}
