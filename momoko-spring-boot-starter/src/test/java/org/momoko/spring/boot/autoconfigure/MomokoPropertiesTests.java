package org.momoko.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.momoko.config.ChannelBinding;
import org.momoko.config.LoadBalanceHosts;
import org.momoko.config.PoolConfig;
import org.momoko.config.QueryMode;
import org.momoko.config.RetryPolicy;
import org.momoko.config.SslMode;
import org.momoko.config.SslNegotiation;
import org.momoko.config.TargetSessionAttrs;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.util.unit.DataSize;

class MomokoPropertiesTests {
    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(Config.class));

    @EnableConfigurationProperties(MomokoProperties.class)
    static class Config {}

    /** Every key with a text that is not the default, and where that text must arrive. */
    static Stream<Arguments> keys() {
        return Stream.of(
                key("momoko.url", "postgresql://db/app", MomokoProperties::url, "postgresql://db/app"),
                key("momoko.host", "db.example", MomokoProperties::host, "db.example"),
                key("momoko.port", "5433", MomokoProperties::port, 5433),
                key("momoko.database", "app", MomokoProperties::database, "app"),
                key("momoko.username", "ann", MomokoProperties::username, "ann"),
                key("momoko.password", "s3cret", MomokoProperties::password, "s3cret"),
                key("momoko.application-name", "ledger", MomokoProperties::applicationName, "ledger"),
                key("momoko.connect-timeout", "3s", MomokoProperties::connectTimeout, Duration.ofSeconds(3)),
                key("momoko.host-address", "10.0.0.1", MomokoProperties::hostAddress, "10.0.0.1"),
                key("momoko.service", "app", MomokoProperties::service, "app"),
                key("momoko.password-file", "/pass", MomokoProperties::passwordFile, "/pass"),
                key("momoko.options.jit", "0", MomokoProperties::options, Map.of("jit", "0")),
                key(
                        "momoko.target-session-attrs",
                        "prefer-standby",
                        MomokoProperties::targetSessionAttrs,
                        TargetSessionAttrs.PREFER_STANDBY),
                key("momoko.load-balance-hosts", "random", MomokoProperties::loadBalanceHosts, LoadBalanceHosts.RANDOM),
                key("momoko.channel-binding", "require", MomokoProperties::channelBinding, ChannelBinding.REQUIRE),
                key(
                        "momoko.require-auth",
                        "scram-sha-256,md5",
                        MomokoProperties::requireAuth,
                        List.of("scram-sha-256", "md5")),
                key("momoko.min-protocol-version", "3.0", MomokoProperties::minProtocolVersion, "3.0"),
                key("momoko.max-protocol-version", "3.2", MomokoProperties::maxProtocolVersion, "3.2"),
                key("momoko.keep-alive.enabled", "false", p -> p.keepAlive().enabled(), false),
                key("momoko.keep-alive.idle", "31s", p -> p.keepAlive().idle(), Duration.ofSeconds(31)),
                key("momoko.keep-alive.interval", "32s", p -> p.keepAlive().interval(), Duration.ofSeconds(32)),
                key("momoko.keep-alive.count", "33", p -> p.keepAlive().count(), 33),
                key("momoko.keep-alive.user-timeout", "34s", p -> p.keepAlive().userTimeout(), Duration.ofSeconds(34)),
                key("momoko.ssl.bundle", "db", p -> p.ssl().bundle(), "db"),
                key("momoko.ssl.negotiation", "direct", p -> p.ssl().negotiation(), SslNegotiation.DIRECT),
                key("momoko.ssl.crl", "/crl.pem", p -> p.ssl().crl(), "/crl.pem"),
                key("momoko.ssl.crl-dir", "/crl", p -> p.ssl().crlDir(), "/crl"),
                key("momoko.ssl.min-version", "TLSv1.3", p -> p.ssl().minVersion(), "TLSv1.3"),
                key("momoko.ssl.max-version", "TLSv1.3", p -> p.ssl().maxVersion(), "TLSv1.3"),
                key("momoko.ssl.sni", "false", p -> p.ssl().sni(), false),
                key("momoko.ssl.mode", "verify-full", p -> p.ssl().mode(), SslMode.VERIFY_FULL),
                key("momoko.ssl.root-cert", "/ca.pem", p -> p.ssl().rootCert(), "/ca.pem"),
                key("momoko.ssl.cert", "/me.pem", p -> p.ssl().cert(), "/me.pem"),
                key("momoko.ssl.key", "/me.key", p -> p.ssl().key(), "/me.key"),
                key("momoko.ssl.key-password", "phrase", p -> p.ssl().keyPassword(), "phrase"),
                key("momoko.health.timeout", "250ms", p -> p.health().timeout(), Duration.ofMillis(250)),
                named("url", "postgresql://db/app", NamedPoolProperties::url, "postgresql://db/app"),
                named("host", "h", NamedPoolProperties::host, "h"),
                named("port", "5434", NamedPoolProperties::port, 5434),
                named("database", "d", NamedPoolProperties::database, "d"),
                named("username", "bob", NamedPoolProperties::username, "bob"),
                named("password", "s3cret", NamedPoolProperties::password, "s3cret"),
                named("application-name", "a", NamedPoolProperties::applicationName, "a"),
                named("connect-timeout", "4s", NamedPoolProperties::connectTimeout, Duration.ofSeconds(4)),
                named("host-address", "10.0.0.2", NamedPoolProperties::hostAddress, "10.0.0.2"),
                named("service", "s", NamedPoolProperties::service, "s"),
                named("password-file", "/p", NamedPoolProperties::passwordFile, "/p"),
                named("options.jit", "1", NamedPoolProperties::options, Map.of("jit", "1")),
                named(
                        "target-session-attrs",
                        "primary",
                        NamedPoolProperties::targetSessionAttrs,
                        TargetSessionAttrs.PRIMARY),
                named("load-balance-hosts", "random", NamedPoolProperties::loadBalanceHosts, LoadBalanceHosts.RANDOM),
                named("channel-binding", "disable", NamedPoolProperties::channelBinding, ChannelBinding.DISABLE),
                named("require-auth", "!password", NamedPoolProperties::requireAuth, List.of("!password")),
                named("min-protocol-version", "3.2", NamedPoolProperties::minProtocolVersion, "3.2"),
                named("max-protocol-version", "latest", NamedPoolProperties::maxProtocolVersion, "latest"),
                named("keep-alive.count", "5", p -> p.keepAlive().count(), 5),
                named("ssl.bundle", "audit", p -> p.ssl().bundle(), "audit"),
                key("momoko.observation.enabled", "false", p -> p.observation().enabled(), false),
                key(
                        "momoko.observation.query-text",
                        "false",
                        p -> p.observation().queryText(),
                        false),
                key(
                        "momoko.transaction.callback-scope",
                        "guarded",
                        p -> p.transaction().callbackScope(),
                        TransactionProperties.CallbackScope.GUARDED),
                key(
                        "momoko.transaction.outside-scope",
                        "autocommit",
                        p -> p.transaction().outsideScope(),
                        TransactionProperties.OutsideScope.AUTOCOMMIT),
                key(
                        "momoko.transaction.read-only-pool",
                        "audit",
                        p -> p.transaction().readOnlyPool(),
                        "audit"),
                key(
                        "momoko.transaction.manager",
                        "platform",
                        p -> p.transaction().manager(),
                        TransactionProperties.Manager.PLATFORM),
                named("ssl.mode", "require", p -> p.ssl().mode(), SslMode.REQUIRE),
                named("pool.max-size", "8", p -> p.pool().maxSize(), 8),
                pool("name", "audit", PoolProperties::name, "audit"),
                pool("size", "3", PoolProperties::size, 3),
                pool("max-size", "7", PoolProperties::maxSize, 7),
                pool("startup", "fail-fast", PoolProperties::startup, PoolStartup.FAIL_FAST),
                pool("raise-connect-errors", "true", PoolProperties::raiseConnectErrors, true),
                pool("reconnect-interval", "2s", PoolProperties::reconnectInterval, Duration.ofSeconds(2)),
                pool("setsession[0]", "SET a TO 1, 2", PoolProperties::setsession, List.of("SET a TO 1, 2")),
                pool("reset-query", "DISCARD ALL", PoolProperties::resetQuery, "DISCARD ALL"),
                pool("auto-shrink", "true", PoolProperties::autoShrink, true),
                pool("shrink-delay", "11s", PoolProperties::shrinkDelay, Duration.ofSeconds(11)),
                pool("shrink-period", "12s", PoolProperties::shrinkPeriod, Duration.ofSeconds(12)),
                pool("acquire-timeout", "13s", PoolProperties::acquireTimeout, Duration.ofSeconds(13)),
                pool("max-waiting", "14", PoolProperties::maxWaiting, 14),
                pool("statement-timeout", "15s", PoolProperties::statementTimeout, Duration.ofSeconds(15)),
                pool("max-lifetime", "20m", PoolProperties::maxLifetime, Duration.ofMinutes(20)),
                pool("idle-validation", "21s", PoolProperties::idleValidation, Duration.ofSeconds(21)),
                pool("leak-detection", "22s", PoolProperties::leakDetection, Duration.ofSeconds(22)),
                pool("cancel-timeout", "16s", PoolProperties::cancelTimeout, Duration.ofSeconds(16)),
                pool("close-timeout", "17s", PoolProperties::closeTimeout, Duration.ofSeconds(17)),
                pool(
                        "max-buffered-result-bytes",
                        "1MB",
                        PoolProperties::maxBufferedResultBytes,
                        DataSize.ofMegabytes(1)),
                pool("prepared-statement-cache-size", "18", PoolProperties::preparedStatementCacheSize, 18),
                pool("pipelining", "23", PoolProperties::pipelining, 23),
                pool("silence-limit", "19s", PoolProperties::silenceLimit, Duration.ofSeconds(19)),
                pool("event-loop-threads", "2", PoolProperties::eventLoopThreads, 2),
                pool("query-mode", "simple", PoolProperties::queryMode, QueryMode.SIMPLE),
                pool("retry-policy", "none", PoolProperties::retryPolicy, RetryPolicy.NONE));
    }

    private static Arguments key(
            String key, String text, Function<MomokoProperties, @Nullable Object> getter, Object expected) {
        return Arguments.of(key, text, getter, expected);
    }

    private static Arguments named(
            String key, String text, Function<NamedPoolProperties, @Nullable Object> getter, Object expected) {
        Function<MomokoProperties, @Nullable Object> get = properties ->
                getter.apply(java.util.Objects.requireNonNull(properties.pools().get("audit")));
        return Arguments.of("momoko.pools.audit." + key, text, get, expected);
    }

    private static Arguments pool(
            String key, String text, Function<PoolProperties, @Nullable Object> getter, Object expected) {
        Function<MomokoProperties, @Nullable Object> get = properties -> getter.apply(properties.pool());
        return Arguments.of("momoko.pool." + key, text, get, expected);
    }

    @DisplayName("6. Every momoko.* key binds from a property")
    @ParameterizedTest(name = "{0}")
    @MethodSource("keys")
    void bindsTheKey(String key, String text, Function<MomokoProperties, @Nullable Object> getter, Object expected) {
        runner.withPropertyValues(key + "=" + text)
                .run(context -> assertThat(getter.apply(context.getBean(MomokoProperties.class)))
                        .isEqualTo(expected));
    }

    @DisplayName("6. Every momoko.* key binds from yml")
    @ParameterizedTest(name = "{0}")
    @MethodSource("keys")
    void bindsTheKeyFromYaml(
            String key, String text, Function<MomokoProperties, @Nullable Object> getter, Object expected) {
        runner.withInitializer(
                        context -> context.getEnvironment().getPropertySources().addFirst(yaml(key, text)))
                .run(context -> assertThat(getter.apply(context.getBean(MomokoProperties.class)))
                        .isEqualTo(expected));
    }

    private static PropertySource<?> yaml(String key, String text) {
        StringBuilder yaml = new StringBuilder();
        String indent = "";
        for (String part : key.replaceAll("\\[0]$", "").split("\\.")) {
            yaml.append(yaml.isEmpty() ? "" : "\n").append(indent).append(part).append(':');
            indent += "  ";
        }
        yaml.append(key.endsWith("[0]") ? "\n" + indent + "- " : " ");
        yaml.append(text.matches("[A-Za-z0-9.]+") ? text : "'" + text + "'");
        try {
            return new YamlPropertySourceLoader()
                    .load("yaml", new ByteArrayResource(yaml.toString().getBytes(StandardCharsets.UTF_8)))
                    .get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @DisplayName("6. Every momoko.* key binds from kebab arguments")
    @ParameterizedTest(name = "{0}")
    @MethodSource("keys")
    void bindsTheKeyFromAnArgument(
            String key, String text, Function<MomokoProperties, @Nullable Object> getter, Object expected) {
        runner.withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new SimpleCommandLinePropertySource("--" + key + "=" + text)))
                .run(context -> assertThat(getter.apply(context.getBean(MomokoProperties.class)))
                        .isEqualTo(expected));
    }

    @DisplayName("6. Every momoko.* key binds from an environment variable")
    @ParameterizedTest(name = "{0}")
    @MethodSource("keys")
    void bindsTheKeyFromAnEnvironmentVariable(
            String key, String text, Function<MomokoProperties, @Nullable Object> getter, Object expected) {
        String variable = key.replace("[", "_")
                .replace("]", "")
                .replace("-", "")
                .replace('.', '_')
                .toUpperCase(java.util.Locale.ROOT);
        runner.withInitializer(context -> environment(context.getEnvironment(), Map.of(variable, text)))
                .run(context -> assertThat(getter.apply(context.getBean(MomokoProperties.class)))
                        .isEqualTo(expected));
    }

    private static void environment(ConfigurableEnvironment environment, Map<String, Object> variables) {
        environment
                .getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
    }

    @Test
    void theseAreAllKeys() {
        assertThat(keys().map(key -> String.valueOf(key.get()[0])
                                .replace("[0]", "")
                                .replaceFirst("^momoko\\.options\\..*", "momoko.options")
                                .replaceFirst("^momoko\\.pools\\..*", "momoko.pools"))
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(Metadata.properties("momoko.").stream()
                        .map(Metadata::name)
                        .toList());
    }

    @Test
    void defaultsAreThoseOfTheCore() {
        runner.run(context -> assertThat(
                        context.getBean(MomokoProperties.class).pool().toPoolConfig("momoko"))
                .isEqualTo(PoolConfig.builder().raiseConnectErrors(false).build()));
    }

    @Test
    void valuesArriveInThePoolsConfiguration() {
        runner.withPropertyValues(
                        keys().map(key -> key.get()[0] + "=" + key.get()[1]).toArray(String[]::new))
                .run(context -> assertThat(
                                context.getBean(MomokoProperties.class).pool().toPoolConfig("momoko"))
                        .isEqualTo(PoolConfig.builder()
                                .name("audit")
                                .size(3)
                                .maxSize(7)
                                .raiseConnectErrors(true)
                                .reconnectInterval(Duration.ofSeconds(2))
                                .setsession(List.of("SET a TO 1, 2"))
                                .resetQuery("DISCARD ALL")
                                .autoShrink(true)
                                .shrinkDelay(Duration.ofSeconds(11))
                                .shrinkPeriod(Duration.ofSeconds(12))
                                .acquireTimeout(Duration.ofSeconds(13))
                                .maxWaiting(14)
                                .statementTimeout(Duration.ofSeconds(15))
                                .maxLifetime(Duration.ofMinutes(20))
                                .idleValidation(Duration.ofSeconds(21))
                                .leakDetection(Duration.ofSeconds(22))
                                .cancelTimeout(Duration.ofSeconds(16))
                                .closeTimeout(Duration.ofSeconds(17))
                                .maxBufferedResultBytes(1 << 20)
                                .preparedStatementCacheSize(18)
                                .pipelining(23)
                                .silenceLimit(Duration.ofSeconds(19))
                                .build()));
    }

    @Test
    void emptyResetQueryIsNone() {
        runner.withPropertyValues("momoko.pool.reset-query=")
                .run(context -> assertThat(context.getBean(MomokoProperties.class)
                                .pool()
                                .toPoolConfig("momoko")
                                .resetQuery())
                        .isNull());
    }

    @Test
    void unknownKeyStopsTheStart() {
        runner.withPropertyValues("momoko.pool.max-sizee=3")
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("momoko.pool.max-sizee"));
    }

    @Test
    void toStringShowsNoSecret() {
        runner.withPropertyValues(
                        "momoko.url=postgresql://ann:hidden1@db",
                        "momoko.password=hidden2",
                        "momoko.ssl.key-password=hidden3")
                .run(context -> {
                    MomokoProperties properties = context.getBean(MomokoProperties.class);
                    assertThat(properties.toString() + properties.ssl()).doesNotContain("hidden");
                });
    }

    @Test
    void wrongTypeNamesTheKey() {
        assertThatThrownBy(() -> runner.withPropertyValues("momoko.pool.acquire-timeout=soon")
                        .run(context -> context.getBean(MomokoProperties.class)))
                .hasStackTraceContaining("momoko.pool.acquire-timeout");
    }
}
