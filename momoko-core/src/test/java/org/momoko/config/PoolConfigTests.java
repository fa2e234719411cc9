package org.momoko.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.momoko.testing.Contract;

class PoolConfigTests {

    private static final Map<String, BiFunction<PoolConfig.Builder, Duration, PoolConfig.Builder>> DURATIONS = Map.of(
            "reconnectInterval", PoolConfig.Builder::reconnectInterval,
            "shrinkDelay", PoolConfig.Builder::shrinkDelay,
            "acquireTimeout", PoolConfig.Builder::acquireTimeout,
            "statementTimeout", PoolConfig.Builder::statementTimeout,
            "maxLifetime", PoolConfig.Builder::maxLifetime,
            "idleValidation", PoolConfig.Builder::idleValidation,
            "leakDetection", PoolConfig.Builder::leakDetection,
            "cancelTimeout", PoolConfig.Builder::cancelTimeout,
            "closeTimeout", PoolConfig.Builder::closeTimeout);

    private static final Map<String, BiFunction<PoolConfig.Builder, Duration, PoolConfig.Builder>> POSITIVE_DURATIONS =
            Map.of(
                    "shrinkPeriod", PoolConfig.Builder::shrinkPeriod,
                    "silenceLimit", PoolConfig.Builder::silenceLimit);

    private static void refuses(UnaryOperator<PoolConfig.Builder> change, String message) {
        PoolConfig.Builder builder = change.apply(PoolConfig.builder());
        assertThatIllegalArgumentException().isThrownBy(builder::build).withMessage(message);
    }

    @Test
    void defaultsAreThoseOfTheDocumentation() {
        assertThat(PoolConfig.builder().build())
                .isEqualTo(new PoolConfig(
                        "momoko",
                        1,
                        1,
                        true,
                        Duration.ofMillis(500),
                        List.of(),
                        null,
                        false,
                        Duration.ofSeconds(120),
                        Duration.ofSeconds(120),
                        Duration.ofSeconds(30),
                        100_000,
                        Duration.ZERO,
                        Duration.ZERO,
                        Duration.ZERO,
                        Duration.ZERO,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(10),
                        268_435_456L,
                        256,
                        1,
                        Duration.ofSeconds(10)));
    }

    @Test
    void everySetterSetsItsOwnValueAndToBuilderKeepsAll() {
        PoolConfig config = PoolConfig.builder()
                .name("n")
                .size(2)
                .maxSize(3)
                .raiseConnectErrors(false)
                .reconnectInterval(Duration.ofSeconds(4))
                .setsession(List.of("SET TIME ZONE 'UTC'"))
                .resetQuery("DISCARD ALL")
                .autoShrink(true)
                .shrinkDelay(Duration.ofSeconds(5))
                .shrinkPeriod(Duration.ofSeconds(6))
                .acquireTimeout(Duration.ofSeconds(7))
                .maxWaiting(8)
                .statementTimeout(Duration.ofSeconds(9))
                .maxLifetime(Duration.ofSeconds(10))
                .idleValidation(Duration.ofSeconds(11))
                .leakDetection(Duration.ofSeconds(12))
                .cancelTimeout(Duration.ofSeconds(13))
                .closeTimeout(Duration.ofSeconds(14))
                .maxBufferedResultBytes(15)
                .preparedStatementCacheSize(16)
                .pipelining(17)
                .silenceLimit(Duration.ofSeconds(18))
                .build();

        assertThat(config)
                .isEqualTo(new PoolConfig(
                        "n",
                        2,
                        3,
                        false,
                        Duration.ofSeconds(4),
                        List.of("SET TIME ZONE 'UTC'"),
                        "DISCARD ALL",
                        true,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(6),
                        Duration.ofSeconds(7),
                        8,
                        Duration.ofSeconds(9),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(11),
                        Duration.ofSeconds(12),
                        Duration.ofSeconds(13),
                        Duration.ofSeconds(14),
                        15,
                        16,
                        17,
                        Duration.ofSeconds(18)));
        assertThat(config.toBuilder().build()).isEqualTo(config);
    }

    @Test
    @Contract("1.1 max_size")
    void maxSizeFollowsSizeUnlessSet() {
        assertThat(PoolConfig.builder().size(7).build().maxSize()).isEqualTo(7);
        assertThat(PoolConfig.builder().size(7).maxSize(9).build().maxSize()).isEqualTo(9);
    }

    @Test
    @Contract({"1.1 size", "1.1 max_size"})
    void sizesHaveLimits() {
        refuses(b -> b.size(0), "size must be at least 1");
        refuses(b -> b.maxSize(0), "maxSize must be at least 1");
        refuses(b -> b.size(3).maxSize(2), "size must be <= maxSize");
    }

    @Test
    void countsHaveLimits() {
        refuses(b -> b.pipelining(0), "pipelining must be from 1 to 1024");
        refuses(b -> b.pipelining(1025), "pipelining must be from 1 to 1024");
        refuses(b -> b.maxWaiting(-1), "maxWaiting must not be negative");
        refuses(b -> b.maxBufferedResultBytes(-1), "maxBufferedResultBytes must not be negative");
        refuses(b -> b.preparedStatementCacheSize(-1), "preparedStatementCacheSize must not be negative");
        refuses(b -> b.name(" "), "name must not be blank");
    }

    @Test
    void durationsAreNeitherNegativeNorEndless() {
        DURATIONS.forEach((name, setter) -> {
            refuses(b -> setter.apply(b, Duration.ofNanos(-1)), name + " must not be negative");
            refuses(b -> setter.apply(b, Duration.ofSeconds(Long.MAX_VALUE)), name + " must be at most 100 years");
            assertThat(setter.apply(PoolConfig.builder(), Duration.ZERO).build())
                    .isNotNull();
        });
        POSITIVE_DURATIONS.forEach((name, setter) -> {
            refuses(b -> setter.apply(b, Duration.ZERO), name + " must be more than zero");
            refuses(b -> setter.apply(b, Duration.ofNanos(-1)), name + " must not be negative");
            refuses(b -> setter.apply(b, Duration.ofSeconds(Long.MAX_VALUE)), name + " must be at most 100 years");
        });
    }

    @Test
    @Contract("1.1 setsession")
    void setsessionIsCopiedAndChecked() {
        List<String> statements = new ArrayList<>(List.of("SET a = 1"));
        PoolConfig config = PoolConfig.builder().setsession(statements).build();
        statements.add("SET b = 2");

        assertThat(config.setsession()).containsExactly("SET a = 1");
        refuses(b -> b.setsession(List.of(" ")), "setsession must not contain a blank statement");
        refuses(b -> b.setsession(List.of("a\0b")), "setsession must not contain a NUL character");
        refuses(b -> b.resetQuery(" "), "resetQuery must not be blank");
        refuses(b -> b.resetQuery("a\0b"), "resetQuery must not contain a NUL character");
    }

    @Test
    @SuppressWarnings("NullAway")
    void nullsAreNamed() {
        assertThatNullPointerException()
                .isThrownBy(() -> PoolConfig.builder().closeTimeout(null).build())
                .withMessage("closeTimeout");
    }
}
