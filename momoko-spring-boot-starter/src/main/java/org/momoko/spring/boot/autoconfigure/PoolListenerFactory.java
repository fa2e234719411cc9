package org.momoko.spring.boot.autoconfigure;

import org.momoko.event.PoolListener;

/**
 * Makes a listener for each auto-configured pool. All beans of this type are asked, and hear beside the beans of type
 * {@link PoolListener}, which hear every auto-configured pool.
 */
@FunctionalInterface
public interface PoolListenerFactory {

    /**
     * The listener of one pool, which is about to be built.
     *
     * @param beanName the pool's bean: {@code momokoPool} for the default pool, its name for a named one
     */
    PoolListener listenerOf(String beanName);
}
