package org.momoko.spring.boot.autoconfigure;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.momoko.api.Pool;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.SimpleAutowireCandidateResolver;

/**
 * A pool of the application context.
 *
 * @param beanName the name of its bean
 * @param name what meters and the endpoint call it: its own name, or the name of its bean where another pool has that name
 *     already
 * @param pool the pool, whether this starter made it or the application
 */
public record PoolBean(String beanName, String name, Pool pool) {

    /** All pools of the context, those included that are no candidates for plain injection. Makes their beans. */
    public static List<PoolBean> all(ConfigurableListableBeanFactory beanFactory) {
        List<PoolBean> all = new ArrayList<>();
        Set<String> names = new HashSet<>();
        SimpleAutowireCandidateResolver.resolveAutowireCandidates(beanFactory, Pool.class)
                .forEach((beanName, pool) -> {
                    String own = pool.config().name();
                    String name = names.add(own) ? own : beanName;
                    names.add(name);
                    all.add(new PoolBean(beanName, name, pool));
                });
        return all;
    }
}
