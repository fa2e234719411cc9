package org.momoko.sample.database;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;

/** Neither {@code momoko.url} nor {@code momoko.host} is set. */
final class NoDatabaseConfigured extends NoneNestedConditions {

    NoDatabaseConfigured() {
        super(ConfigurationPhase.PARSE_CONFIGURATION);
    }

    @ConditionalOnProperty("momoko.url")
    static final class Url {}

    @ConditionalOnProperty("momoko.host")
    static final class Host {}
}
