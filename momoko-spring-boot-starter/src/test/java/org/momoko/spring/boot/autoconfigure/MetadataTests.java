package org.momoko.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MetadataTests {
    /** Keys whose value comes from elsewhere when they are not set; their description says from where. */
    private static final Set<String> WITHOUT_DEFAULT = Set.of(
            "momoko.url",
            "momoko.host",
            "momoko.port",
            "momoko.database",
            "momoko.username",
            "momoko.password",
            "momoko.application-name",
            "momoko.host-address",
            "momoko.service",
            "momoko.password-file",
            "momoko.options",
            "momoko.require-auth",
            "momoko.max-protocol-version",
            "momoko.ssl.bundle",
            "momoko.ssl.crl",
            "momoko.ssl.crl-dir",
            "momoko.ssl.max-version",
            "momoko.pool.event-loop-threads",
            "momoko.ssl.root-cert",
            "momoko.ssl.cert",
            "momoko.ssl.key",
            "momoko.ssl.key-password",
            "momoko.pools",
            "momoko.pool.max-size",
            "momoko.pool.reset-query",
            "momoko.pool.raise-connect-errors",
            "momoko.transaction.read-only-pool");

    static Stream<Map<String, Object>> properties() {
        return PropertiesPage.keys().stream();
    }

    @ParameterizedTest
    @MethodSource("properties")
    void everyKeyHasTypeDescriptionAndDefault(Map<String, Object> property) {
        assertThat((String) property.get("type")).isNotBlank();
        assertThat((String) property.get("description")).isNotBlank().endsWith(".");
        assertThat(property.get("defaultValue") == null)
                .as("%s has no default", property.get("name"))
                .isEqualTo(WITHOUT_DEFAULT.contains(Metadata.name(property)));
    }

    @Test
    void everyKeyIsOnThePage() {
        assertThat(properties())
                .allSatisfy(property ->
                        assertThat(PropertiesPage.text()).contains("| `" + Metadata.name(property) + "` | "));
    }

    /** Run with {@code -Dmomoko.docs.write=true} to write the page after a key has changed. */
    @Test
    void thePageInTheDocumentationIsUpToDate() throws IOException {
        Path page = Path.of("..", "docs", "properties.md");
        if (Boolean.getBoolean("momoko.docs.write")) {
            Files.writeString(page, PropertiesPage.text());
        }
        assertThat(Files.readString(page))
                .as("docs/properties.md; write it with -Dtest=MetadataTests -Dmomoko.docs.write=true")
                .isEqualTo(PropertiesPage.text());
    }

    @Test
    void healthSwitchIsDescribed() {
        assertThat(Metadata.properties("management.health.momoko.enabled")).hasSize(1);
    }

    @Test
    void everyChoiceHasHints() {
        List<String> choices = Metadata.properties("momoko.").stream()
                .filter(property -> String.valueOf(property.get("type")).startsWith("org.momoko."))
                .map(Metadata::name)
                .toList();
        assertThat(choices)
                .isNotEmpty()
                .allSatisfy(name -> assertThat(Metadata.hints().stream().map(Metadata::name))
                        .contains(name));
    }
}
