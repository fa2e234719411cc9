package org.momoko.spring.boot.autoconfigure.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.momoko.event.PoolListener;
import org.momoko.spring.boot.autoconfigure.PoolListenerFactory;
import org.momoko.spring.boot.metrics.PoolTimers;

/** Makes the timers of the auto-configured pools and knows them again when the meters are registered. */
final class PoolTimersFactory implements PoolListenerFactory {
    private final Map<String, PoolTimers> byBeanName = new ConcurrentHashMap<>();

    @Override
    public PoolListener listenerOf(String beanName) {
        return byBeanName.computeIfAbsent(beanName, name -> new PoolTimers());
    }

    /** The timers of a pool; null when it is not one that was auto-configured. */
    @Nullable
    PoolTimers timersOf(String beanName) {
        return byBeanName.get(beanName);
    }
}
