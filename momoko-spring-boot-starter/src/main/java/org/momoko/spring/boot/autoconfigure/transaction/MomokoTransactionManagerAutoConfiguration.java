package org.momoko.spring.boot.autoconfigure.transaction;

import org.momoko.api.Pool;
import org.momoko.spring.boot.transaction.AsyncTransactionOperator;
import org.momoko.spring.boot.transaction.MomokoReactiveTransactionManager;
import org.momoko.spring.boot.transaction.MomokoTransactionManager;
import org.momoko.spring.boot.transaction.SpringTransactionalCheck;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.TransactionManager;
import reactor.core.publisher.Mono;

/**
 * {@link AutoConfiguration Auto-configuration} of a manager of Spring's own transactions, where the application asks for one.
 * It never displaces another manager: beside one of JDBC, JPA or R2DBC, ours is there for whoever names it.
 */
@AutoConfiguration(
        after = MomokoTransactionAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration",
            "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
            "org.springframework.boot.r2dbc.autoconfigure.R2dbcTransactionManagerAutoConfiguration",
            "org.springframework.boot.data.r2dbc.autoconfigure.DataR2dbcAutoConfiguration"
        },
        beforeName = "org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration")
@ConditionalOnClass(TransactionManager.class)
@ConditionalOnBean({Pool.class, AsyncTransactionOperator.class})
public final class MomokoTransactionManagerAutoConfiguration {
    static final String KEY = "momoko.transaction.manager";

    @Bean
    static SpringTransactionalCheck momokoSpringTransactionalCheck(ConfigurableListableBeanFactory beans) {
        return new SpringTransactionalCheck(beans);
    }

    /** For blocking code. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(name = KEY, havingValue = "platform")
    static class Platform {

        /** The only manager. */
        @Configuration(proxyBeanMethods = false)
        @ConditionalOnMissingBean(TransactionManager.class)
        static class Alone {
            @Bean
            MomokoTransactionManager momokoTransactionManager(AsyncTransactionOperator operator, Pool pool) {
                return new MomokoTransactionManager(operator, pool);
            }
        }

        /** One beside others. */
        @Configuration(proxyBeanMethods = false)
        @ConditionalOnBean(TransactionManager.class)
        @ConditionalOnMissingBean(MomokoTransactionManager.class)
        static class Beside {
            @Bean(defaultCandidate = false)
            MomokoTransactionManager momokoTransactionManager(AsyncTransactionOperator operator, Pool pool) {
                return new MomokoTransactionManager(operator, pool);
            }
        }
    }

    /** For Mono and Flux. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(Mono.class)
    @ConditionalOnProperty(name = KEY, havingValue = "reactive")
    static class Reactive {

        /** The only manager. */
        @Configuration(proxyBeanMethods = false)
        @ConditionalOnMissingBean(TransactionManager.class)
        static class Alone {
            @Bean
            MomokoReactiveTransactionManager momokoReactiveTransactionManager(
                    AsyncTransactionOperator operator, Pool pool) {
                return new MomokoReactiveTransactionManager(operator, pool);
            }
        }

        /** One beside others. */
        @Configuration(proxyBeanMethods = false)
        @ConditionalOnBean(TransactionManager.class)
        @ConditionalOnMissingBean(MomokoReactiveTransactionManager.class)
        static class Beside {
            @Bean(defaultCandidate = false)
            MomokoReactiveTransactionManager momokoReactiveTransactionManager(
                    AsyncTransactionOperator operator, Pool pool) {
                return new MomokoReactiveTransactionManager(operator, pool);
            }
        }
    }
}
