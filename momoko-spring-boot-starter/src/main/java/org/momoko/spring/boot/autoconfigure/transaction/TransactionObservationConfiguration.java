package org.momoko.spring.boot.autoconfigure.transaction;

import io.micrometer.observation.ObservationRegistry;
import org.momoko.spring.boot.transaction.TransactionObservations;
import org.momoko.spring.boot.transaction.TransactionObserver;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** With Micrometer's observations there is one for every transaction. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean(ObservationRegistry.class)
class TransactionObservationConfiguration {

    @Bean
    @ConditionalOnMissingBean(TransactionObserver.class)
    TransactionObservations momokoTransactionObservations(ObservationRegistry registry) {
        return new TransactionObservations(registry);
    }
}
