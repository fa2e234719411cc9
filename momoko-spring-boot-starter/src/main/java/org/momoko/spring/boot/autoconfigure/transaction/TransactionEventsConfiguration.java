package org.momoko.spring.boot.autoconfigure.transaction;

import org.momoko.spring.boot.transaction.AsyncTransactionEvents;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionSynchronization;

/** With spring-tx, events can be published for transactional listeners. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(TransactionSynchronization.class)
class TransactionEventsConfiguration {

    @Bean
    @ConditionalOnMissingBean
    AsyncTransactionEvents momokoTransactionEvents(ApplicationEventPublisher publisher) {
        return new AsyncTransactionEvents(publisher);
    }
}
