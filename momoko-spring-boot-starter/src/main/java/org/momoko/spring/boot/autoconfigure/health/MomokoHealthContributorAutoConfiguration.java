package org.momoko.spring.boot.autoconfigure.health;

import org.momoko.api.Pool;
import org.momoko.spring.boot.autoconfigure.MomokoAutoConfiguration;
import org.momoko.spring.boot.autoconfigure.MomokoProperties;
import org.momoko.spring.boot.health.MomokoHealthIndicator;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.health.autoconfigure.contributor.CompositeHealthContributorConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;

/**
 * {@link AutoConfiguration Auto-configuration} of the health contributor {@code momoko}: one for a single pool, one for
 * each where there are several.
 */
@AutoConfiguration(after = MomokoAutoConfiguration.class)
@ConditionalOnClass({HealthContributor.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(Pool.class)
@ConditionalOnEnabledHealthIndicator("momoko")
public final class MomokoHealthContributorAutoConfiguration
        extends CompositeHealthContributorConfiguration<MomokoHealthIndicator, Pool> {

    MomokoHealthContributorAutoConfiguration(MomokoProperties properties) {
        super(pool -> new MomokoHealthIndicator(pool, properties.health().timeout()));
        if (properties.health().timeout().isNegative()
                || properties.health().timeout().isZero()) {
            throw new InvalidConfigurationPropertyValueException(
                    "momoko.health.timeout", properties.health().timeout(), "must be more than zero");
        }
    }

    @Bean
    @ConditionalOnMissingBean(name = {"momokoHealthIndicator", "momokoHealthContributor"})
    HealthContributor momokoHealthContributor(ConfigurableListableBeanFactory beanFactory) {
        return createContributor(beanFactory, Pool.class);
    }
}
