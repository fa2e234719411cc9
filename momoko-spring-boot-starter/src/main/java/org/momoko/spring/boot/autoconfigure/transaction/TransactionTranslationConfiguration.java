package org.momoko.spring.boot.autoconfigure.transaction;

import org.momoko.error.MomokoException;
import org.momoko.spring.boot.dao.MomokoExceptionTranslator;
import org.momoko.spring.boot.transaction.TransactionScopeException;
import org.momoko.spring.boot.transaction.UnexpectedRollbackException;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessException;

/** With spring-tx the operator fails with Spring's exceptions. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(DataAccessException.class)
@ConditionalOnBean(MomokoExceptionTranslator.class)
class TransactionTranslationConfiguration {

    /** What is about transactions and not about data is thrown as it is, with spring-tx or without. */
    @Bean
    ErrorTranslation momokoErrorTranslation(MomokoExceptionTranslator translator) {
        return new ErrorTranslation(error -> error instanceof TransactionScopeException
                        || error instanceof UnexpectedRollbackException
                        || !(error instanceof MomokoException ours)
                ? error
                : translator.translate(ours));
    }
}
