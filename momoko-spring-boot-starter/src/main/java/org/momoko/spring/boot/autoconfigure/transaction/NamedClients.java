package org.momoko.spring.boot.autoconfigure.transaction;

import java.util.Map;
import org.momoko.spring.boot.transaction.TransactionParts;
import org.momoko.spring.boot.transaction.TransactionalClient;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.EnvironmentAware;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Registers a transactional client for each {@code momoko.pools.<name>}. It has the pool's qualifier, and is injected only
 * where that is asked for.
 */
final class NamedClients implements ImportBeanDefinitionRegistrar, EnvironmentAware {
    private static final String PREFIX = "momoko.pools";
    private static final String SUFFIX = "TransactionalClient";

    private Map<String, Object> pools = Map.of();

    @Override
    public void setEnvironment(Environment environment) {
        pools = Binder.get(environment)
                .bind(PREFIX, Bindable.mapOf(String.class, Object.class))
                .orElse(Map.of());
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
        for (String pool : pools.keySet()) {
            if (!registry.containsBeanDefinition(pool + SUFFIX)) {
                registry.registerBeanDefinition(pool + SUFFIX, definition(pool));
            }
        }
    }

    private static RootBeanDefinition definition(String pool) {
        // a factory method and not a supplier, which cannot be processed ahead of time
        RootBeanDefinition definition = new RootBeanDefinition(TransactionParts.class);
        definition.setTargetType(TransactionalClient.class);
        definition.setFactoryBeanName(MomokoTransactionAutoConfiguration.PARTS);
        definition.setFactoryMethodName("namedClient");
        definition.getConstructorArgumentValues().addIndexedArgumentValue(0, pool);
        definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, pool));
        definition.setDefaultCandidate(false);
        // as the pool is: where any SqlClient with the qualifier is asked for, the one whose name it is remains
        definition.setFallback(true);
        definition.setDescription("joins transactions of the pool of " + PREFIX + "." + pool);
        return definition;
    }
}
