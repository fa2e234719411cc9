package org.momoko.spring.boot.diagnostics;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.annotation.Order;

/**
 * Explains a key below {@code momoko} that does not exist: where it stands, and which one may have been meant. Comes before
 * Spring Boot's own analysis, which shows the value; that of a mistyped password must not show.
 */
@Order(0)
final class UnknownKeyFailureAnalyzer extends AbstractFailureAnalyzer<UnboundConfigurationPropertiesException> {
    private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("momoko");

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, UnboundConfigurationPropertiesException cause) {
        List<ConfigurationProperty> unknown = cause.getUnboundProperties().stream()
                .filter(property -> PREFIX.isAncestorOf(property.getName()))
                .toList();
        if (unknown.isEmpty()) {
            return null;
        }
        String description =
                unknown.stream().map(UnknownKeyFailureAnalyzer::described).collect(Collectors.joining());
        return new FailureAnalysis(
                "There is no such key:\n" + description,
                "Correct the spelling, or take the key out. docs/properties.md lists all keys.",
                cause);
    }

    private static String described(ConfigurationProperty property) {
        String name = property.getName().toString();
        String nearest = KnownKeys.nearest(name);
        return "\n    " + name
                + (property.getOrigin() == null ? "" : " (" + property.getOrigin() + ")")
                + (nearest == null ? "" : ", is " + nearest + " meant?");
    }
}
