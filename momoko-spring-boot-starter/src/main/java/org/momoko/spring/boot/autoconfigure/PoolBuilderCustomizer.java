package org.momoko.spring.boot.autoconfigure;

import org.momoko.PoolBuilder;

/**
 * Changes the builder of an auto-configured pool after the properties were applied, for what has no property, such as
 * the executor that completes futures. All beans of this type are called, in their order.
 */
@FunctionalInterface
public interface PoolBuilderCustomizer {

    /**
     * Changes the builder.
     *
     * @param poolName the pool's name, {@code momoko.pool.name}
     * @param builder the properties are applied already; whatever is set here wins
     */
    void customize(String poolName, PoolBuilder builder);
}
