package org.momoko.spring.boot.autoconfigure.observation;

import io.micrometer.observation.ObservationRegistry;
import org.momoko.api.Pool;
import org.momoko.spring.boot.autoconfigure.MomokoAutoConfiguration;
import org.momoko.spring.boot.autoconfigure.MomokoProperties;
import org.momoko.spring.boot.observation.DefaultStatementObservationConvention;
import org.momoko.spring.boot.observation.ObservationStatementListener;
import org.momoko.spring.boot.observation.StatementObservationConvention;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** {@link AutoConfiguration Auto-configuration} of an observation of each statement. */
@AutoConfiguration(
        after = MomokoAutoConfiguration.class,
        afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean({Pool.class, ObservationRegistry.class})
@ConditionalOnBooleanProperty(name = "momoko.observation.enabled", matchIfMissing = true)
public final class MomokoObservationAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    ObservationStatementListener momokoObservationStatementListener(
            ObservationRegistry registry,
            ObjectProvider<StatementObservationConvention> convention,
            MomokoProperties properties) {
        return new ObservationStatementListener(
                registry,
                convention.getIfAvailable(() -> new DefaultStatementObservationConvention(
                        DefaultStatementObservationConvention.NAME,
                        properties.observation().queryText())));
    }
}
