package org.momoko.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MutuallyExclusiveConfigurationPropertiesException;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class PropertyValidationTests {
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(MomokoAutoConfiguration.class))
            .withPropertyValues("momoko.username=app", "momoko.pool.startup=lazy");

    private static Throwable root(AssertableApplicationContext context) {
        Throwable cause = context.getStartupFailure();
        assertThat(cause).as("start-up failure").isNotNull();
        for (Throwable next = cause; next != null; next = next.getCause()) {
            if (next instanceof InvalidConfigurationPropertyValueException
                    || next instanceof MutuallyExclusiveConfigurationPropertiesException
                    || next instanceof FailureAnalyzedException) {
                return next;
            }
        }
        return cause;
    }

    @ParameterizedTest
    @CsvSource({
        "momoko.pool.name, ' '",
        "momoko.pool.size, 0",
        "momoko.pool.max-size, 0",
        "momoko.pool.reconnect-interval, -1s",
        "momoko.pool.setsession[0], ' '",
        "momoko.pool.shrink-delay, -1s",
        "momoko.pool.shrink-period, 0s",
        "momoko.pool.acquire-timeout, -1s",
        "momoko.pool.max-waiting, -1",
        "momoko.pool.statement-timeout, -1s",
        "momoko.pool.reset-query, 'DISCARD\u0000ALL'",
        "momoko.pool.max-lifetime, -1s",
        "momoko.pool.idle-validation, -1s",
        "momoko.pool.leak-detection, -1s",
        "momoko.pool.cancel-timeout, -1s",
        "momoko.pool.close-timeout, -1s",
        "momoko.pool.max-buffered-result-bytes, -1",
        "momoko.pool.prepared-statement-cache-size, -1",
        "momoko.pool.pipelining, 0",
        "momoko.pool.silence-limit, 0s",
        "momoko.port, 0",
        "momoko.port, 65536",
        "momoko.connect-timeout, -1s",
    })
    void valueOutOfRangeNamesItsKey(String key, String value) {
        runner.withPropertyValues(key + "=" + value).run(context -> {
            assertThat(root(context)).isInstanceOf(InvalidConfigurationPropertyValueException.class);
            assertThat(((InvalidConfigurationPropertyValueException) root(context)).getName())
                    .isEqualTo(key.replace("[0]", ""));
        });
    }

    @Test
    void maxSizeBelowSizeNamesBoth() {
        runner.withPropertyValues("momoko.pool.size=5", "momoko.pool.max-size=3")
                .run(context -> assertThat(root(context))
                        .isInstanceOf(InvalidConfigurationPropertyValueException.class)
                        .hasMessageContaining("momoko.pool.max-size")
                        .hasMessageContaining("momoko.pool.size, which is 5"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"momoko.host=db", "momoko.port=5433", "momoko.database=app"})
    void urlExcludesItsParts(String part) {
        runner.withPropertyValues("momoko.url=postgresql://localhost/app", part).run(context -> {
            assertThat(root(context)).isInstanceOf(MutuallyExclusiveConfigurationPropertiesException.class);
            assertThat(((MutuallyExclusiveConfigurationPropertiesException) root(context)).getConfiguredNames())
                    .containsExactlyInAnyOrder("momoko.url", part.substring(0, part.indexOf('=')));
        });
    }

    @Test
    void emptyTextCountsAsNotGiven() {
        runner.withPropertyValues("momoko.url=", "momoko.host=127.0.0.1", "momoko.database=")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void malformedUrlShowsNoPassword() {
        runner.withPropertyValues("momoko.url=postgresql://app:hidden@ss@db/app")
                .run(context -> {
                    assertThat(root(context))
                            .isInstanceOf(FailureAnalyzedException.class)
                            .hasMessageContaining("momoko.url");
                    assertThat(((FailureAnalyzedException) root(context))
                                    .analysis()
                                    .getAction())
                            .contains("percent-encode");
                    assertThat(context.getStartupFailure())
                            .satisfies(failure -> assertThat(org.assertj.core.util.Throwables.getStackTrace(failure))
                                    .doesNotContain("hidden"));
                });
    }

    @Test
    void malformedPasswordIsNotShown() {
        runner.withPropertyValues("momoko.password=hidden\u0000text")
                .run(context -> assertThat(root(context))
                        .isInstanceOf(FailureAnalyzedException.class)
                        .hasMessageContaining("momoko.password")
                        .hasMessageNotContaining("hidden"));
    }

    @Test
    void settingInsideTheUrlIsCheckedToo() {
        runner.withPropertyValues("momoko.url=postgresql://db/app?sslmode=sometimes")
                .run(context -> assertThat(root(context))
                        .isInstanceOf(FailureAnalyzedException.class)
                        .hasMessageContaining("momoko.url")
                        .hasMessageContaining("sslmode"));
    }

    @Test
    void systemRootsDemandVerifyFull() {
        runner.withPropertyValues("momoko.host=db", "momoko.ssl.mode=require", "momoko.ssl.root-cert=system")
                .run(context -> assertThat(root(context))
                        .isInstanceOf(InvalidConfigurationPropertyValueException.class)
                        .hasMessageContaining("momoko.ssl.mode")
                        .hasMessageContaining("verify-full"));
    }

    @ParameterizedTest
    @CsvSource({"true, warm-up", "true, lazy", "false, fail-fast", "false, lazy"})
    void raiseConnectErrorsMustNotContradictStartup(String raise, String startup) {
        runner.withPropertyValues("momoko.pool.raise-connect-errors=" + raise, "momoko.pool.startup=" + startup)
                .run(context -> assertThat(root(context))
                        .isInstanceOf(InvalidConfigurationPropertyValueException.class)
                        .hasMessageContaining("momoko.pool.raise-connect-errors")
                        .hasMessageContaining("momoko.pool.startup"));
    }

    @Test
    void raiseConnectErrorsMayRepeatStartup() {
        runner.withPropertyValues(
                        "momoko.pool.raise-connect-errors=false",
                        "momoko.pool.startup=warm-up",
                        "momoko.host=127.0.0.1",
                        "momoko.port=1")
                .run(context -> assertThat(context).hasNotFailed());
    }
}
