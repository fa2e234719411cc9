package org.momoko.spring.boot.autoconfigure;

import org.momoko.spring.boot.sql.MomokoScriptDatabaseInitializer;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.autoconfigure.init.ApplicationScriptDatabaseInitializer;
import org.springframework.boot.sql.autoconfigure.init.ConditionalOnSqlInitialization;
import org.springframework.boot.sql.autoconfigure.init.SqlInitializationProperties;
import org.springframework.boot.sql.init.dependency.DatabaseInitializationDependencyConfigurer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * {@link AutoConfiguration Auto-configuration} of the scripts of {@code spring.sql.init}, run by Momoko where the
 * application has neither JDBC nor R2DBC to run them. It is the database of the default pool that they are for.
 */
@AutoConfiguration(
        after = MomokoAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
            "org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration"
        })
@ConditionalOnClass(ApplicationScriptDatabaseInitializer.class)
public final class MomokoSqlInitializationAutoConfiguration {

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnSqlInitialization
    @ConditionalOnBean(name = PoolFactory.DEFAULT_BEAN)
    @ConditionalOnMissingBean(
            value = ApplicationScriptDatabaseInitializer.class,
            type = {"javax.sql.DataSource", "io.r2dbc.spi.ConnectionFactory"})
    @EnableConfigurationProperties(SqlInitializationProperties.class)
    @Import(DatabaseInitializationDependencyConfigurer.class)
    static class ScriptConfiguration {
        @Bean
        MomokoScriptDatabaseInitializer momokoScriptDatabaseInitializer(
                PoolFactory factory, MomokoConnectionDetails details, SqlInitializationProperties properties) {
            return new MomokoScriptDatabaseInitializer(
                    ScriptLogin.of(factory.defaultPlan(details).connectConfig(), properties),
                    ApplicationScriptDatabaseInitializer.getSettings(properties));
        }
    }
}
