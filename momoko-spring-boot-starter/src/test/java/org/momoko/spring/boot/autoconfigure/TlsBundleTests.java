package org.momoko.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.momoko.config.ConnectConfig;
import org.momoko.config.SslMode;
import org.momoko.config.TlsMaterial;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MutuallyExclusiveConfigurationPropertiesException;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.mock.env.MockEnvironment;

class TlsBundleTests {
    private final DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry("db", bundle());

    private static SslBundle bundle() {
        return SslBundle.of(
                SslStoreBundle.NONE,
                null,
                SslOptions.of(new String[] {"TLS_AES_128_GCM_SHA256"}, new String[] {"TLSv1.3"}));
    }

    private ConnectConfig config(String... properties) {
        MockEnvironment environment =
                new MockEnvironment().withProperty("momoko.username", "app").withProperty("momoko.ssl.bundle", "db");
        for (String property : properties) {
            String[] parts = property.split("=", 2);
            environment.withProperty(parts[0], parts[1]);
        }
        MomokoProperties bound = Binder.get(environment).bindOrCreate("momoko", MomokoProperties.class);
        return PoolPlan.of(
                        "momoko",
                        "momoko",
                        bound,
                        new PropertiesMomokoConnectionDetails("momoko", bound, null),
                        bundles,
                        environment)
                .connectConfig();
    }

    private static Throwable failure(Consumer<String> start, String property) {
        try {
            start.accept(property);
        } catch (RuntimeException e) {
            return e;
        }
        throw new AssertionError("expected a failure for " + property);
    }

    private static TlsMaterial material(ConnectConfig config) {
        return Objects.requireNonNull(config.tlsMaterial()).get();
    }

    @Test
    void materialIsThatOfTheBundleOfNow() {
        ConnectConfig config = config();
        TlsMaterial first = material(config);
        assertThat(first.protocols()).containsExactly("TLSv1.3");
        assertThat(first.ciphers()).containsExactly("TLS_AES_128_GCM_SHA256");
        assertThat(material(config)).isSameAs(first);
        bundles.updateBundle("db", bundle());
        assertThat(material(config)).isNotSameAs(first);
    }

    @ParameterizedTest
    @CsvSource({
        "momoko.host=db, VERIFY_FULL",
        "momoko.ssl.mode=verify-ca, VERIFY_CA",
        "momoko.ssl.mode=require, REQUIRE",
        "momoko.url=postgresql://db/app?sslmode=require, REQUIRE",
        "momoko.url=postgresql://db/app, VERIFY_FULL",
    })
    void modeIsVerifyFullUnlessSaid(String property, SslMode expected) {
        assertThat(config(property).tls().sslMode()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "momoko.ssl.mode=disable",
                "momoko.ssl.mode=allow",
                "momoko.ssl.mode=prefer",
                "momoko.url=postgresql://db/app?sslmode=disable"
            })
    void modeWithoutTlsIsRefused(String property) {
        assertThat(failure(this::config, property))
                .isInstanceOf(InvalidConfigurationPropertyValueException.class)
                .hasMessageContaining("momoko.ssl.mode")
                .hasMessageContaining("must be require, verify-ca or verify-full with momoko.ssl.bundle");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "momoko.ssl.root-cert",
                "momoko.ssl.cert",
                "momoko.ssl.key",
                "momoko.ssl.key-password",
                "momoko.ssl.crl",
                "momoko.ssl.crl-dir"
            })
    void filesBesideABundleAreRefused(String key) {
        Throwable failure = failure(this::config, key + "=/some/file");
        assertThat(failure).isInstanceOf(MutuallyExclusiveConfigurationPropertiesException.class);
        assertThat(((MutuallyExclusiveConfigurationPropertiesException) failure).getConfiguredNames())
                .containsExactlyInAnyOrder("momoko.ssl.bundle", key);
    }

    @Test
    void filesInTheUrlAreRefusedToo() {
        assertThat(failure(this::config, "momoko.url=postgresql://db/app?sslrootcert=/ca.pem"))
                .isInstanceOf(FailureAnalyzedException.class)
                .hasMessageContaining("sslrootcert")
                .hasMessageContaining("momoko.ssl.bundle");
    }

    @Test
    void unknownBundleNamesTheKeyAndWhatThereIs() {
        assertThat(failure(this::config, "momoko.ssl.bundle=other"))
                .isInstanceOf(InvalidConfigurationPropertyValueException.class)
                .hasMessageContaining("momoko.ssl.bundle")
                .hasMessageContaining("is not an SSL bundle; there are [db] below spring.ssl.bundle");
    }
}
