package org.momoko.spring.boot.autoconfigure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.momoko.Momoko;
import org.momoko.PoolBuilder;
import org.momoko.api.Pool;
import org.momoko.event.PoolListener;
import org.momoko.event.StatementListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.env.Environment;

/**
 * Makes the default pool and the named ones. Checks the properties of all named pools when it is made itself, so that no
 * pool opens a socket before the properties of all were found to be right.
 */
final class PoolFactory {
    private static final Logger LOGGER = LoggerFactory.getLogger(PoolFactory.class);
    static final String DEFAULT_PREFIX = "momoko";
    static final String DEFAULT_NAME = "momoko";
    static final String DEFAULT_BEAN = "momokoPool";
    static final String NAMED_PREFIX = "momoko.pools";

    private final MomokoProperties properties;
    private final ObjectProvider<PoolBuilderCustomizer> customizers;
    private final ObjectProvider<PoolListener> listeners;
    private final ObjectProvider<PoolListenerFactory> listenerFactories;
    private final ObjectProvider<StatementListener> statementListeners;
    private final @Nullable SslBundles bundles;
    private final Environment environment;
    private final Map<String, PoolPlan> named = new HashMap<>();

    PoolFactory(
            MomokoProperties properties,
            ObjectProvider<PoolBuilderCustomizer> customizers,
            ObjectProvider<PoolListener> listeners,
            ObjectProvider<PoolListenerFactory> listenerFactories,
            ObjectProvider<StatementListener> statementListeners,
            @Nullable SslBundles bundles,
            Environment environment) {
        this.properties = properties;
        this.customizers = customizers;
        this.listeners = listeners;
        this.listenerFactories = listenerFactories;
        this.statementListeners = statementListeners;
        this.bundles = bundles;
        this.environment = environment;
        checkNames();
        properties.pools().forEach((name, pool) -> {
            String prefix = NAMED_PREFIX + "." + name;
            named.put(
                    name,
                    PoolPlan.of(
                            prefix,
                            name,
                            pool,
                            new PropertiesMomokoConnectionDetails(prefix, pool, null),
                            bundles,
                            environment));
        });
    }

    /**
     * A variable of the environment cannot say a dash or a capital, so {@code MOMOKO_POOLS_AUDITLOG_PASSWORD} would make a
     * pool of its own beside {@code audit-log}, without a word.
     */
    private void checkNames() {
        Map<String, String> bySpelling = new HashMap<>();
        for (String name : new TreeMap<>(properties.pools()).keySet()) {
            String other = bySpelling.putIfAbsent(
                    name.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT), name);
            if (other != null) {
                throw new PropertyErrors(NAMED_PREFIX, environment)
                        .invalid(
                                name,
                                name,
                                "differs from " + NAMED_PREFIX + "." + other + " by dashes or capitals only, which"
                                        + " environment variables cannot tell apart; name the pool with lower-case letters"
                                        + " and digits");
            }
        }
    }

    /** The default pool. */
    PoolLifecycle defaultPool(MomokoConnectionDetails details) {
        return pool(DEFAULT_BEAN, defaultPlan(details));
    }

    /** What the properties of the default pool come to. */
    PoolPlan defaultPlan(MomokoConnectionDetails details) {
        return PoolPlan.of(DEFAULT_PREFIX, DEFAULT_NAME, properties, details, bundles, environment);
    }

    /** The pool of {@code momoko.pools.<name>}. */
    PoolLifecycle namedPool(String name) {
        PoolPlan plan = named.get(name);
        if (plan == null) {
            throw new IllegalStateException("no properties below " + NAMED_PREFIX + "." + name);
        }
        return pool(name, plan);
    }

    private PoolLifecycle pool(String beanName, PoolPlan plan) {
        return new PoolLifecycle(() -> build(beanName, plan), plan.startup(), plan.description());
    }

    private Pool build(String beanName, PoolPlan plan) {
        PoolBuilder builder = Momoko.pool(plan.connectConfig())
                .config(plan.poolConfig())
                .queryMode(plan.queryMode())
                .retryPolicy(plan.retryPolicy());
        if (plan.eventLoopThreads() != null) {
            builder.eventLoopThreads(plan.eventLoopThreads());
        }
        List<PoolListener> all = new ArrayList<>(listeners.orderedStream().toList());
        listenerFactories.orderedStream().forEach(factory -> all.add(factory.listenerOf(beanName)));
        PoolListener listener = PoolListeners.of(all);
        if (listener != null) {
            builder.listener(listener);
        }
        statementListeners.orderedStream().forEach(builder::addStatementListener);
        customizers
                .orderedStream()
                .forEach(customizer -> customizer.customize(plan.poolConfig().name(), builder));
        Pool pool = builder.build();
        TlsBundle bundle = plan.tlsBundle();
        if (bundle != null) {
            bundle.onUpdate(() -> renew(pool));
        }
        return pool;
    }

    /** What runs goes on; a connection is replaced by one with the new keys when nobody uses it. */
    private static void renew(Pool pool) {
        if (!pool.closed()) {
            LOGGER.info(
                    "Momoko pool {} replaces its connections: the SSL bundle has changed",
                    pool.config().name());
            pool.evict();
        }
    }
}
