package org.momoko.spring.boot.autoconfigure;

import java.util.Map;
import java.util.Set;
import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Registers a pool for each {@code momoko.pools.<name>}, as a bean of that name. They are fallbacks: plain injection gets
 * the default pool where there is one.
 */
final class NamedPools implements BeanRegistrar {

    @Override
    public void register(BeanRegistry registry, Environment environment) {
        for (String name : names(environment)) {
            registry.registerBean(
                    name,
                    PoolLifecycle.class,
                    spec -> spec.fallback()
                            .description("the Momoko pool of " + PoolFactory.NAMED_PREFIX + "." + name)
                            .supplier(context -> context.bean(PoolFactory.class).namedPool(name)));
        }
    }

    /** The names of the pools below {@code momoko.pools}. */
    static Set<String> names(Environment environment) {
        return Binder.get(environment)
                .bind(PoolFactory.NAMED_PREFIX, Bindable.mapOf(String.class, Object.class))
                .orElse(Map.of())
                .keySet();
    }
}
