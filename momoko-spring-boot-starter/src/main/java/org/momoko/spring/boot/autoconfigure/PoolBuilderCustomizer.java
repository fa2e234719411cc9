package org.momoko.spring.boot.autoconfigure;

import org.momoko.PoolBuilder;

/**
 * Changes the builder of each auto-configured pool after the properties were applied, for what has no property, such as
 * the executor that completes futures. All beans of this type are called, in their order.
 */
@FunctionalInterface
public interface PoolBuilderCustomizer {

    /**
     * Changes the builder.
     *
     * @param poolName the pool's name, {@code momoko.pool.name} or that of a named pool
     * @param builder the properties are applied already; whatever is set here wins. A listener set here takes the place of
     *     all that are beans, and of the one behind the meters' timers; rather make it a bean
     */
    void customize(String poolName, PoolBuilder builder);
}
