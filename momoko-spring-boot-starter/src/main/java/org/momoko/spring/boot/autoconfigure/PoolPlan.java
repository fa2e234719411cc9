package org.momoko.spring.boot.autoconfigure;

import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.momoko.config.ConnectConfig;
import org.momoko.config.HostSpec;
import org.momoko.config.PoolConfig;
import org.momoko.config.QueryMode;
import org.momoko.config.RetryPolicy;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.env.PropertyResolver;

/** What the properties of one pool come to, once all are found to be right. */
record PoolPlan(
        ConnectConfig connectConfig,
        @Nullable TlsBundle tlsBundle,
        PoolConfig poolConfig,
        QueryMode queryMode,
        RetryPolicy retryPolicy,
        @Nullable Integer eventLoopThreads,
        PoolStartup startup) {

    /**
     * Checks the properties. Reads the files that libpq reads, opens no socket.
     *
     * @param bundles the SSL bundles of the application; null for none
     * @param prefix where the properties stand, {@code momoko} or {@code momoko.pools.<name>}
     * @param name the pool's name, unless its properties say otherwise
     * @throws RuntimeException an exception that Spring Boot knows how to explain, if a property is wrong
     */
    static PoolPlan of(
            String prefix,
            String name,
            ConnectionProperties properties,
            MomokoConnectionDetails details,
            @Nullable SslBundles bundles,
            PropertyResolver environment) {
        PropertyErrors errors = new PropertyErrors(prefix, environment);
        PoolProperties pool = properties.pool();
        Integer threads = pool.eventLoopThreads();
        if (threads != null && threads < 1) {
            throw errors.invalid("pool.event-loop-threads", threads, "must be at least 1");
        }
        TlsBundle bundle = TlsBundle.of(details, properties, bundles, errors);
        return new PoolPlan(
                ConnectConfigs.of(details, properties, bundle, environment, errors),
                bundle,
                poolConfig(pool, name, errors),
                pool.queryMode(),
                pool.retryPolicy(),
                threads,
                pool.effectiveStartup());
    }

    private static PoolConfig poolConfig(PoolProperties properties, String name, PropertyErrors errors) {
        Boolean raise = properties.raiseConnectErrors();
        PoolStartup startup = properties.startup();
        if (raise != null && startup != null && startup != (raise ? PoolStartup.FAIL_FAST : PoolStartup.WARM_UP)) {
            throw errors.invalid(
                    "pool.raise-connect-errors",
                    raise,
                    "contradicts " + errors.key("pool.startup")
                            + ": true means fail-fast, false means warm-up; set one of the two");
        }
        try {
            return properties.toPoolConfig(name);
        } catch (IllegalArgumentException e) {
            throw errors.ofPool(e, properties);
        }
    }

    /** Server, database and TLS mode for the log. */
    String description() {
        String hosts = connectConfig.hosts().stream().map(HostSpec::toString).collect(Collectors.joining(","));
        return hosts + "/" + connectConfig.database() + ", TLS "
                + keyword(connectConfig.sslModeFor(connectConfig.hosts().get(0)));
    }

    private static String keyword(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
