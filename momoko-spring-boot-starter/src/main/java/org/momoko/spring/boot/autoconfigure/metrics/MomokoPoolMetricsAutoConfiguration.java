package org.momoko.spring.boot.autoconfigure.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.LinkedHashMap;
import java.util.Map;
import org.momoko.api.Pool;
import org.momoko.spring.boot.autoconfigure.MomokoAutoConfiguration;
import org.momoko.spring.boot.autoconfigure.PoolBean;
import org.momoko.spring.boot.metrics.MomokoPoolMetrics;
import org.momoko.spring.boot.metrics.PoolTimers;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
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

    /** Before the meters: their absence means that nobody replaces them. */
    @Bean
    @ConditionalOnMissingBean({MomokoPoolMetrics.class, PoolTimersFactory.class})
    PoolTimersFactory momokoPoolTimersFactory() {
        return new PoolTimersFactory();
    }

    @Bean
    @ConditionalOnMissingBean
    MomokoPoolMetrics momokoPoolMetrics(
            ConfigurableListableBeanFactory beanFactory, ObjectProvider<PoolTimersFactory> timersFactory) {
        Map<String, Pool> pools = new LinkedHashMap<>();
        Map<String, PoolTimers> timers = new LinkedHashMap<>();
        for (PoolBean bean : PoolBean.all(beanFactory)) {
            pools.put(bean.name(), bean.pool());
            timersFactory.ifAvailable(factory -> {
                PoolTimers times = factory.timersOf(bean.beanName());
                if (times != null) {
                    timers.put(bean.name(), times);
                }
            });
        }
        return new MomokoPoolMetrics(pools, timers);
    }
}
