package org.momoko.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.momoko.PoolBuilder;
import org.momoko.config.PoolConfig;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;

/** That no option of the core lacks a key, now and when one is added. */
class OptionsOfTheCoreTests {
    /** Settings without a key, and why. */
    private static final Set<String> WITHOUT_KEY = Set.of(
            // the name of the application is what applies when nothing is said
            "fallback_application_name",
            // always UTF8
            "client_encoding",
            // a map: momoko.options.<name>
            "options");

    /** Options of the builder that are beans, or set through a bean, since no text can say them. */
    private static final Set<String> BEANS = Set.of(
            "config",
            "listener",
            "addStatementListener",
            "executor",
            "cursorFactory",
            "connectionFactory",
            "credentials",
            "tlsMaterial");

    private static final Set<String> POOL_KEYS = Metadata.properties("momoko.pool.").stream()
            .map(Metadata::name)
            .map(name -> name.substring("momoko.pool.".length()))
            .collect(Collectors.toSet());

    @Test
    @DisplayName("6. Every setting of a connection has a key with type and description in the metadata")
    void everySettingOfAConnectionHasAKey() throws Exception {
        List<String> words = new ArrayList<>();
        Class<?> settings = Class.forName("org.momoko.config.ConnectionKey");
        Method word = settings.getDeclaredMethod("word");
        Method demandsUnsupported = settings.getDeclaredMethod("demandsUnsupported", String.class);
        word.setAccessible(true);
        demandsUnsupported.setAccessible(true);
        for (Object setting : settings.getEnumConstants()) {
            if (!(Boolean) demandsUnsupported.invoke(setting, "some value")) {
                words.add((String) word.invoke(setting));
            }
        }
        words.removeAll(WITHOUT_KEY);

        List<ConnectionSetting> keys = Stream.of(
                        ConnectionSetting.ADDRESS,
                        ConnectionSetting.CREDENTIALS,
                        ConnectionSetting.TLS_FILES,
                        ConnectionSetting.OTHERS)
                .flatMap(List::stream)
                .toList();
        assertThat(keys.stream().map(ConnectionSetting::word)).containsExactlyInAnyOrderElementsOf(words);
        assertThat(Metadata.properties("momoko.").stream().map(Metadata::name))
                .containsAll(
                        keys.stream().map(key -> "momoko." + key.property()).toList())
                .contains("momoko.options");
    }

    @Test
    @DisplayName("6. Every parameter of a pool has a key with type, description and default in the metadata")
    void everyParameterOfAPoolHasAKey() {
        assertThat(POOL_KEYS)
                .containsAll(Arrays.stream(PoolConfig.class.getRecordComponents())
                        .map(RecordComponent::getName)
                        .map(DataObjectPropertyName::toDashedForm)
                        .toList());
    }

    @Test
    void everyOptionOfTheBuilderHasAKeyOrIsABean() {
        assertThat(POOL_KEYS)
                .containsAll(Arrays.stream(PoolBuilder.class.getDeclaredMethods())
                        .filter(method -> method.getReturnType() == PoolBuilder.class)
                        .map(Method::getName)
                        .filter(name -> !BEANS.contains(name))
                        .map(DataObjectPropertyName::toDashedForm)
                        .toList());
    }

    @Test
    void namedPoolsHaveTheSameKeys() {
        assertThat(names(NamedPoolProperties.class))
                .containsExactlyInAnyOrderElementsOf(names(ConnectionProperties.class));
        assertThat(Arrays.stream(MomokoProperties.class.getRecordComponents()).map(RecordComponent::getName))
                .containsAll(names(NamedPoolProperties.class));
    }

    private static List<String> names(Class<?> type) {
        return type.isRecord()
                ? Arrays.stream(type.getRecordComponents())
                        .map(RecordComponent::getName)
                        .toList()
                : Arrays.stream(type.getDeclaredMethods()).map(Method::getName).toList();
    }
}
