package org.momoko.spring.boot.autoconfigure.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.LinkedHashMap;
import java.util.Map;
import org.momoko.api.Pool;
import org.momoko.spring.boot.autoconfigure.MomokoAutoConfiguration;
import org.momoko.spring.boot.metrics.MomokoPoolMetrics;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.SimpleAutowireCandidateResolver;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** {@link AutoConfiguration Auto-configuration} of the meters of all pools. */
@AutoConfiguration(
        after = MomokoAutoConfiguration.class,
        afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({Pool.class, MeterRegistry.class})
public final class MomokoPoolMetricsAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    MomokoPoolMetrics momokoPoolMetrics(ConfigurableListableBeanFactory beanFactory) {
        Map<String, Pool> byName = new LinkedHashMap<>();
        SimpleAutowireCandidateResolver.resolveAutowireCandidates(beanFactory, Pool.class)
                .forEach((bean, pool) -> {
                    // two pools may have the same name, two beans may not
                    if (byName.putIfAbsent(pool.config().name(), pool) != null) {
                        byName.put(bean, pool);
                    }
                });
        return new MomokoPoolMetrics(byName);
    }
}
