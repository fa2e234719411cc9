package org.momoko.spring.boot.autoconfigure;

import org.momoko.api.Pool;
import org.momoko.config.CredentialsSource;
import org.momoko.event.PoolListener;
import org.momoko.event.StatementListener;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.env.Environment;

/**
 * {@link AutoConfiguration Auto-configuration} of a {@link Pool}, unless the application has one, and of the named pools.
 * The properties of all pools are checked before any socket is opened.
 */
@AutoConfiguration(after = SslAutoConfiguration.class)
@EnableConfigurationProperties(MomokoProperties.class)
@Import(NamedPools.class)
@ImportRuntimeHints(MomokoRuntimeHints.class)
public final class MomokoAutoConfiguration {
    static final String DETAILS_OF_PROPERTIES = "momokoConnectionDetails";

    @Bean(DETAILS_OF_PROPERTIES)
    @ConditionalOnMissingBean(MomokoConnectionDetails.class)
    PropertiesMomokoConnectionDetails momokoConnectionDetails(
            MomokoProperties properties, ObjectProvider<CredentialsSource> credentials) {
        return new PropertiesMomokoConnectionDetails(
                PoolFactory.DEFAULT_PREFIX, properties, credentials.getIfAvailable());
    }

    @Bean
    PoolFactory momokoPoolFactory(
            MomokoProperties properties,
            ObjectProvider<PoolBuilderCustomizer> customizers,
            ObjectProvider<PoolListener> listeners,
            ObjectProvider<PoolListenerFactory> listenerFactories,
            ObjectProvider<StatementListener> statementListeners,
            ObjectProvider<SslBundles> bundles,
            Environment environment) {
        return new PoolFactory(
                properties,
                customizers,
                listeners,
                listenerFactories,
                statementListeners,
                bundles.getIfAvailable(),
                environment);
    }

    /**
     * The default pool; an application's own pool is its own to open and close. A nested class is read before the named
     * pools are registered, which therefore do not count as the application's own.
     */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(Pool.class)
    @Conditional(DefaultPoolCondition.class)
    static class DefaultPoolConfiguration {

        @Bean(PoolFactory.DEFAULT_BEAN)
        PoolLifecycle momokoPool(PoolFactory factory, MomokoConnectionDetails details) {
            return factory.defaultPool(details);
        }
    }
}
