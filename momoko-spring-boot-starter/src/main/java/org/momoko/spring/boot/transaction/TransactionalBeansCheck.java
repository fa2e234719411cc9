package org.momoko.spring.boot.transaction;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.aop.config.AopConfigUtils;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/** Stops the start where an annotation would silently do nothing, or something else than it says. */
final class TransactionalBeansCheck implements SmartInitializingSingleton {
    private static final String SPRINGS = "org.springframework.transaction.annotation.Transactional";

    private final ConfigurableListableBeanFactory beans;
    private final TransactionalMethods methods;
    private final List<ReturnStyle> styles;
    private final PoolLookup pools;

    TransactionalBeansCheck(
            ConfigurableListableBeanFactory beans,
            TransactionalMethods methods,
            List<ReturnStyle> styles,
            PoolLookup pools) {
        this.beans = beans;
        this.methods = methods;
        this.styles = styles;
        this.pools = pools;
    }

    @Override
    public void afterSingletonsInstantiated() {
        String readOnlyPool = pools.readOnlyPool();
        if (readOnlyPool != null) {
            checkPool("momoko.transaction.read-only-pool", readOnlyPool);
        }
        for (String name : beans.getBeanDefinitionNames()) {
            Class<?> type = AutoProxyUtils.determineTargetClass(beans, name);
            if (type != null && AnnotationUtils.isCandidateClass(type, AsyncTransactional.class)) {
                check(name, ClassUtils.getUserClass(type));
            }
        }
    }

    private void check(String name, Class<?> type) {
        boolean transactional = false;
        for (Method method : ReflectionUtils.getUniqueDeclaredMethods(type)) {
            TransactionalMethods.Found found = methods.find(method, type);
            if (found != null && !method.isBridge() && !method.isSynthetic()) {
                check(type, method, found);
                transactional = true;
            }
        }
        if (transactional && beans.containsSingleton(name)) {
            checkProxied(name, type);
        }
    }

    private void check(Class<?> type, Method method, TransactionalMethods.Found found) {
        String where = type.getName() + "." + method.getName();
        List<String> hidden = new ArrayList<>();
        if (Modifier.isFinal(method.getModifiers())) {
            hidden.add("final");
        }
        if (Modifier.isPrivate(method.getModifiers())) {
            hidden.add("private");
        }
        if (Modifier.isStatic(method.getModifiers())) {
            hidden.add("static");
        }
        if (!hidden.isEmpty()) {
            throw refused(
                    "@AsyncTransactional on " + where + " would do nothing: the method is " + String.join(" ", hidden)
                            + ", so no proxy can intercept its calls.",
                    "Make the method an instance method that is neither final nor private, or take the annotation off and"
                            + " use AsyncTransactionOperator.");
        }
        if (hasSprings(method) || hasSprings(type)) {
            throw refused(
                    where + " has both @AsyncTransactional and @Transactional, so that each call would begin two"
                            + " transactions that know nothing of each other.",
                    "Keep the one whose transaction the method's statements are to run in.");
        }
        String pool = found.definition().pool();
        if (pool != null) {
            checkPool("@AsyncTransactional on " + where, pool);
        }
        checkReturned(where, method, found.returned());
    }

    private void checkPool(String where, String pool) {
        if (!pools.has(pool)) {
            throw refused(
                    where + " names the pool \"" + pool
                            + "\", and there is none of that name or qualifier. The pools are "
                            + pools.names().collect(Collectors.joining(", ")) + ".",
                    "Name one of these, or set up momoko.pools." + pool + ".");
        }
    }

    /** By name, since spring-tx need not be there. */
    private static boolean hasSprings(AnnotatedElement element) {
        return MergedAnnotations.from(element, MergedAnnotations.SearchStrategy.TYPE_HIERARCHY)
                .isPresent(SPRINGS);
    }

    /** What is completed later, yet would be taken for a plain value, would have its transaction end too early. */
    private void checkReturned(String where, Method method, Class<?> returned) {
        ReturnStyle style = styles.stream()
                .filter(candidate -> candidate.takes(returned))
                .findFirst()
                .orElseThrow();
        boolean later = Later.is(returned)
                || Arrays.stream(method.getParameterTypes())
                        .anyMatch(type -> type.getName().equals("kotlin.coroutines.Continuation"));
        if (style instanceof BlockingStyle && later) {
            throw refused(
                    "@AsyncTransactional on " + where
                            + " would commit before the work has ended: what the method returns (" + returned.getName()
                            + ") is completed later, in a way that is not supported.",
                    "Return a CompletionStage or CompletableFuture; with reactor-core on the class path also a Mono, a Flux,"
                            + " a Publisher or a Flow.Publisher.");
        }
    }

    private void checkProxied(String name, Class<?> type) {
        Object bean = beans.getSingleton(name);
        boolean advised = bean instanceof Advised proxy
                && Arrays.stream(proxy.getAdvisors()).anyMatch(AsyncTransactionalAdvisor.class::isInstance);
        if (!advised && type.isInstance(bean)) {
            throw refused(
                    "@AsyncTransactional on " + type.getName() + " would do nothing: the bean " + name
                            + " was made without the proxy that begins transactions. It was made too early (it is a"
                            + " BeanPostProcessor or needed by one), or the application removed the auto-proxy creator.",
                    "Move the transactional methods to a bean of their own, or keep the bean "
                            + AopConfigUtils.AUTO_PROXY_CREATOR_BEAN_NAME + ".");
        }
    }

    private static FailureAnalyzedException refused(String description, String action) {
        return new FailureAnalyzedException(description, action);
    }
}
