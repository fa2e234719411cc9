package org.momoko.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.momoko.config.ConnectConfig;
import org.momoko.config.HostSpec;
import org.momoko.config.SslMode;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.mock.env.MockEnvironment;

class ConnectConfigsTests {

    private static ConnectConfig of(Map<String, String> values) {
        MomokoProperties properties = properties(values);
        MockEnvironment environment = new MockEnvironment().withProperty("spring.application.name", "the-app");
        return ConnectConfigs.of(
                new PropertiesMomokoConnectionDetails("momoko", properties, null),
                properties,
                null,
                environment,
                new PropertyErrors("momoko", environment));
    }

    private static MomokoProperties properties(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values)).bindOrCreate("momoko", MomokoProperties.class);
    }

    private static @Nullable String password(ConnectConfig config) {
        return config.passwordFor(config.hosts().get(0));
    }

    @Test
    void singleKeys() {
        ConnectConfig config = of(Map.of(
                "momoko.host", "db.example",
                "momoko.port", "5433",
                "momoko.database", "it's \\ here",
                "momoko.username", "ann",
                "momoko.password", "p w'd"));

        assertThat(config.hosts()).containsExactly(new HostSpec("db.example", null, 5433));
        assertThat(config.database()).isEqualTo("it's \\ here");
        assertThat(config.user()).isEqualTo("ann");
        assertThat(password(config)).isEqualTo("p w'd");
    }

    @Test
    void severalHosts() {
        assertThat(of(Map.of("momoko.host", "a,b", "momoko.port", "5433", "momoko.username", "u"))
                        .hosts())
                .containsExactly(new HostSpec("a", null, 5433), new HostSpec("b", null, 5433));
    }

    @Test
    void uri() {
        ConnectConfig config = of(Map.of("momoko.url", "postgresql://ann:p%40w@db.example:5433/app?connect_timeout=3"));

        assertThat(config.hosts()).containsExactly(new HostSpec("db.example", null, 5433));
        assertThat(config.database()).isEqualTo("app");
        assertThat(config.user()).isEqualTo("ann");
        assertThat(password(config)).isEqualTo("p@w");
        assertThat(config.connectTimeout()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void keywordsAndValues() {
        ConnectConfig config = of(Map.of("momoko.url", "host=db.example dbname=app user=ann"));

        assertThat(config.hosts()).containsExactly(new HostSpec("db.example", null, 5432));
        assertThat(config.database()).isEqualTo("app");
    }

    @Test
    void singleKeysComplementTheUrlAndWin() {
        ConnectConfig config = of(Map.of(
                "momoko.url", "postgresql://ann:old@db/app?sslmode=disable&connect_timeout=3&application_name=url",
                "momoko.username", "bob",
                "momoko.password", "new",
                "momoko.ssl.mode", "verify-ca",
                "momoko.ssl.root-cert", "/ca.pem",
                "momoko.ssl.cert", "/me.pem",
                "momoko.ssl.key", "/me.key",
                "momoko.ssl.key-password", "phrase",
                "momoko.connect-timeout", "1500ms",
                "momoko.application-name", "key"));

        assertThat(config.user()).isEqualTo("bob");
        assertThat(password(config)).isEqualTo("new");
        assertThat(config.tls().sslMode()).isEqualTo(SslMode.VERIFY_CA);
        assertThat(config.tls().sslRootCert()).isEqualTo("/ca.pem");
        assertThat(config.tls().sslCert()).isEqualTo("/me.pem");
        assertThat(config.tls().sslKey()).isEqualTo("/me.key");
        assertThat(config.tls().sslPassword()).isEqualTo("phrase");
        assertThat(config.connectTimeout()).isEqualTo(Duration.ofMillis(1500));
        assertThat(config.applicationName()).isEqualTo("key");
        assertThat(config.database()).isEqualTo("app");
    }

    @Test
    void connectionsAreNamedLikeTheApplication() {
        assertThat(of(Map.of("momoko.url", "postgresql://ann@db/app")).applicationName())
                .isEqualTo("the-app");
        assertThat(of(Map.of("momoko.url", "postgresql://ann@db/app?application_name=url"))
                        .applicationName())
                .isEqualTo("url");
        assertThat(of(Map.of("momoko.url", "postgresql://ann@db/app", "momoko.application-name", "key"))
                        .applicationName())
                .isEqualTo("key");
    }

    @Test
    void otherDetailsGiveAddressAndCredentialsOnly() {
        MomokoProperties properties = properties(
                Map.of("momoko.host", "ignored", "momoko.username", "ignored", "momoko.connect-timeout", "2s"));
        MomokoConnectionDetails details = new MomokoConnectionDetails() {
            @Override
            public String getUrl() {
                return "postgresql://container:4711/test";
            }

            @Override
            public String getUsername() {
                return "tester";
            }
        };

        MockEnvironment environment = new MockEnvironment();
        ConnectConfig config =
                ConnectConfigs.of(details, properties, null, environment, new PropertyErrors("momoko", environment));

        assertThat(config.hosts()).containsExactly(new HostSpec("container", null, 4711));
        assertThat(config.user()).isEqualTo("tester");
        assertThat(config.connectTimeout()).isEqualTo(Duration.ofSeconds(2));
    }
}
