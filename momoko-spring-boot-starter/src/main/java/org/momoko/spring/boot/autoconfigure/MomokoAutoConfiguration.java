package org.momoko.spring.boot.autoconfigure;

import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.momoko.Momoko;
import org.momoko.PoolBuilder;
import org.momoko.api.Pool;
import org.momoko.config.ConnectConfig;
import org.momoko.config.HostSpec;
import org.momoko.config.PoolConfig;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * {@link AutoConfiguration Auto-configuration} of a {@link Pool}, unless the application has one. All properties are
 * checked when the pool is built, before any socket is opened.
 */
@AutoConfiguration
@EnableConfigurationProperties(MomokoProperties.class)
public final class MomokoAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(MomokoConnectionDetails.class)
    PropertiesMomokoConnectionDetails momokoConnectionDetails(MomokoProperties properties) {
        return new PropertiesMomokoConnectionDetails(properties);
    }

    /** The pool and what opens and closes it; an application's own pool is its own to open and close. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(Pool.class)
    static class PoolConfiguration {

        @Bean
        PoolLifecycle momokoPoolLifecycle(
                MomokoProperties properties,
                MomokoConnectionDetails details,
                ObjectProvider<PoolBuilderCustomizer> customizers,
                Environment environment) {
            PoolConfig poolConfig = poolConfig(properties.pool(), environment);
            ConnectConfig connectConfig = ConnectConfigs.of(details, properties, environment);
            Supplier<Pool> builder = () -> {
                PoolBuilder pool = Momoko.pool(connectConfig)
                        .config(poolConfig)
                        .queryMode(properties.pool().queryMode())
                        .retryPolicy(properties.pool().retryPolicy());
                customizers.orderedStream().forEach(customizer -> customizer.customize(poolConfig.name(), pool));
                return pool.build();
            };
            return new PoolLifecycle(builder, properties.pool().effectiveStartup(), describe(connectConfig));
        }

        @Bean(destroyMethod = "")
        Pool momokoPool(PoolLifecycle momokoPoolLifecycle) {
            return momokoPoolLifecycle.open();
        }
    }

    private static PoolConfig poolConfig(PoolProperties properties, Environment environment) {
        Boolean raise = properties.raiseConnectErrors();
        PoolStartup startup = properties.startup();
        if (raise != null && startup != null && startup != (raise ? PoolStartup.FAIL_FAST : PoolStartup.WARM_UP)) {
            throw PropertyErrors.invalid(
                    "momoko.pool.raise-connect-errors",
                    raise,
                    "contradicts momoko.pool.startup: true means fail-fast, false means warm-up; set one of the two");
        }
        try {
            return properties.toPoolConfig();
        } catch (IllegalArgumentException e) {
            throw PropertyErrors.ofPool(e, properties, environment);
        }
    }

    private static String describe(ConnectConfig config) {
        String hosts = config.hosts().stream().map(HostSpec::toString).collect(Collectors.joining(","));
        return hosts + "/" + config.database() + ", TLS "
                + keyword(config.sslModeFor(config.hosts().get(0)));
    }

    private static String keyword(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
