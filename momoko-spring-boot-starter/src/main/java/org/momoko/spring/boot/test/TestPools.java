package org.momoko.spring.boot.test;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.momoko.api.Pool;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Puts a {@link TestPool} in front of each pool of the context. */
final class TestPools implements BeanPostProcessor {
    private final Map<Pool, TestPool> pools = Collections.synchronizedMap(new IdentityHashMap<>());

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (!(bean instanceof Pool pool)) {
            return bean;
        }
        // a factory bean's pool comes here with each injection
        return pools.computeIfAbsent(pool, TestPool::new).exposed();
    }

    /** A test begins. */
    void begin() {
        fronts().forEach(TestPool::begin);
    }

    private List<TestPool> fronts() {
        synchronized (pools) {
            return List.copyOf(pools.values());
        }
    }

    /** A test is over: undoes what it did on all pools, then tells what went wrong on the first that failed. */
    void rollBack() {
        RuntimeException failure = null;
        for (TestPool pool : fronts()) {
            try {
                pool.rollBack();
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
