package org.momoko.spring.boot.autoconfigure.transaction;

import java.util.function.Function;
import org.momoko.api.Pool;
import org.momoko.spring.boot.autoconfigure.MomokoAutoConfiguration;
import org.momoko.spring.boot.autoconfigure.MomokoProperties;
import org.momoko.spring.boot.autoconfigure.TransactionProperties;
import org.momoko.spring.boot.transaction.AsyncTransactionOperator;
import org.momoko.spring.boot.transaction.TransactionObserver;
import org.momoko.spring.boot.transaction.TransactionParts;
import org.momoko.spring.boot.transaction.TransactionalClient;
import org.springframework.aop.Advisor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Fallback;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Role;
import org.springframework.util.function.SingletonSupplier;

/**
 * {@link AutoConfiguration Auto-configuration} of transactions. The auto-proxy creator is registered explicitly: without it
 * annotations would be ignored in silence.
 */
@AutoConfiguration(
        after = MomokoAutoConfiguration.class,
        afterName = {
            "org.momoko.spring.boot.autoconfigure.dao.MomokoDaoAutoConfiguration",
            "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration"
        })
@ConditionalOnBean(Pool.class)
@Import({
    AutoProxyCreator.class,
    NamedClients.class,
    TransactionTranslationConfiguration.class,
    TransactionObservationConfiguration.class,
    TransactionEventsConfiguration.class
})
public final class MomokoTransactionAutoConfiguration {
    static final String PARTS = "momokoTransactionParts";

    @Bean(PARTS)
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static TransactionParts momokoTransactionParts(
            ConfigurableListableBeanFactory beans, ObjectProvider<MomokoProperties> properties) {
        TransactionProperties transaction = properties.getObject().transaction();
        return new TransactionParts(
                beans,
                new TransactionParts.Settings(
                        transaction.callbackScope() == TransactionProperties.CallbackScope.GUARDED,
                        transaction.outsideScope() == TransactionProperties.OutsideScope.AUTOCOMMIT,
                        transaction.readOnlyPool()));
    }

    @Bean
    @ConditionalOnMissingBean
    AsyncTransactionOperator momokoTransactionOperator(
            TransactionParts parts,
            ObjectProvider<ErrorTranslation> translation,
            ObjectProvider<TransactionObserver> observer) {
        return parts.operator(
                translation.getIfAvailable(() -> new ErrorTranslation(Function.identity()))::apply,
                observer.getIfAvailable(() -> TransactionObserver.NONE));
    }

    /** A fallback: where a plain {@code SqlClient} is injected, that remains the pool. */
    @Bean
    @Fallback
    @ConditionalOnMissingBean
    TransactionalClient momokoTransactionalClient(TransactionParts parts, ObjectProvider<Pool> pool) {
        return parts.client(SingletonSupplier.of(pool::getObject));
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static Advisor momokoAsyncTransactionalAdvisor(
            TransactionParts parts, ObjectProvider<AsyncTransactionOperator> operator) {
        return parts.advisor(SingletonSupplier.of(operator::getObject));
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static SmartInitializingSingleton momokoTransactionalBeansCheck(TransactionParts parts) {
        return parts.check();
    }
}
