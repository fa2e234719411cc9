package org.momoko.spring.boot.autoconfigure.endpoint;

import java.util.LinkedHashMap;
import java.util.Map;
import org.momoko.api.Pool;
import org.momoko.spring.boot.autoconfigure.MomokoAutoConfiguration;
import org.momoko.spring.boot.autoconfigure.PoolBean;
import org.momoko.spring.boot.endpoint.MomokoEndpoint;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** {@link AutoConfiguration Auto-configuration} of the endpoint {@code momoko}. */
@AutoConfiguration(after = MomokoAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnAvailableEndpoint(MomokoEndpoint.class)
@ConditionalOnBean(Pool.class)
public final class MomokoEndpointAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    MomokoEndpoint momokoEndpoint(ConfigurableListableBeanFactory beanFactory) {
        Map<String, Pool> pools = new LinkedHashMap<>();
        PoolBean.all(beanFactory).forEach(bean -> pools.put(bean.name(), bean.pool()));
        return new MomokoEndpoint(pools);
    }
}
