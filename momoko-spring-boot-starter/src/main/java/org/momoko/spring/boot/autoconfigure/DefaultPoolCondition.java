package org.momoko.spring.boot.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Whether there is a default pool beside the named ones. An application that configures nothing but named pools wants no
 * other; one that sets any key of the default pool, or has connection details from elsewhere, wants that too.
 */
final class DefaultPoolCondition extends SpringBootCondition implements ConfigurationCondition {
    @Override
    public ConfigurationPhase getConfigurationPhase() {
        return ConfigurationPhase.REGISTER_BEAN;
    }

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        ConditionMessage.Builder message = ConditionMessage.forCondition("Momoko default pool");
        Set<String> names = NamedPools.names(context.getEnvironment());
        if (names.isEmpty()) {
            return ConditionOutcome.match(message.because("no pools are named"));
        }
        if (configured(context.getEnvironment())) {
            return ConditionOutcome.match(message.because("keys of the default pool are set"));
        }
        ConfigurableListableBeanFactory beans = context.getBeanFactory();
        if (beans != null && hasOtherDetails(beans)) {
            return ConditionOutcome.match(message.because("connection details were provided"));
        }
        return ConditionOutcome.noMatch(message.because("only the pools " + names + " are configured"));
    }

    private static boolean configured(Environment environment) {
        Binder binder = Binder.get(environment);
        return Stream.of(NamedPoolProperties.class.getRecordComponents())
                .anyMatch(key -> binder.bind(
                                PoolFactory.DEFAULT_PREFIX + "." + DataObjectPropertyName.toDashedForm(key.getName()),
                                anything(key.getType()))
                        .isBound());
    }

    private static Bindable<?> anything(Class<?> type) {
        if (type.isRecord() || type == Map.class) {
            return Bindable.mapOf(String.class, Object.class);
        }
        return type == List.class ? Bindable.listOf(String.class) : Bindable.of(String.class);
    }

    private static boolean hasOtherDetails(ConfigurableListableBeanFactory beans) {
        return Stream.of(beans.getBeanNamesForType(MomokoConnectionDetails.class, true, false))
                .anyMatch(name -> !name.equals(MomokoAutoConfiguration.DETAILS_OF_PROPERTIES));
    }
}
