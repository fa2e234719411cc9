package org.momoko.spring.boot.autoconfigure.dao;

import org.momoko.spring.boot.dao.MomokoExceptionTranslator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.dao.support.PersistenceExceptionTranslator;

/** {@link AutoConfiguration Auto-configuration} of the translation to Spring's data access exceptions. */
@AutoConfiguration
@ConditionalOnClass(PersistenceExceptionTranslator.class)
public final class MomokoDaoAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    MomokoExceptionTranslator momokoExceptionTranslator() {
        return new MomokoExceptionTranslator();
    }
}
