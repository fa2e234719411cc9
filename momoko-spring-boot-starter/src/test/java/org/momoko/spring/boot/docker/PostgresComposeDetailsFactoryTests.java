package org.momoko.spring.boot.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.momoko.config.ConnectConfig;
import org.momoko.config.HostSpec;
import org.momoko.spring.boot.autoconfigure.MomokoConnectionDetails;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetailsFactories;
import org.springframework.boot.docker.compose.core.ConnectionPorts;
import org.springframework.boot.docker.compose.core.ImageReference;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;
import org.springframework.core.env.Environment;
import org.springframework.mock.env.MockEnvironment;

class PostgresComposeDetailsFactoryTests {

    /** The details that Spring Boot makes of a service, by whatever factory is registered. */
    private static @Nullable MomokoConnectionDetails details(
            String image, Map<String, String> variables, Map<String, String> labels) {
        try {
            Constructor<DockerComposeConnectionSource> constructor =
                    DockerComposeConnectionSource.class.getDeclaredConstructor(RunningService.class, Environment.class);
            constructor.setAccessible(true);
            RunningService service = new Service(ImageReference.of(image), variables, labels);
            return (MomokoConnectionDetails)
                    new ConnectionDetailsFactories(PostgresComposeDetailsFactoryTests.class.getClassLoader())
                            .getConnectionDetails(constructor.newInstance(service, new MockEnvironment()), false)
                            .get(MomokoConnectionDetails.class);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static MomokoConnectionDetails details(Map<String, String> variables) {
        MomokoConnectionDetails details = details("postgres:18", variables, Map.of());
        assertThat(details).isNotNull();
        return details;
    }

    private static ConnectConfig config(MomokoConnectionDetails details) {
        return ConnectConfig.parse(details.getUrl());
    }

    @Test
    @DisplayName("14. The compose factory reads POSTGRES_*")
    void variablesOfTheOfficialImage() {
        MomokoConnectionDetails details =
                details(Map.of("POSTGRES_USER", "ann", "POSTGRES_PASSWORD", "s3cret", "POSTGRES_DB", "city hall"));
        assertThat(details.getUsername()).isEqualTo("ann");
        assertThat(details.getPassword()).isEqualTo("s3cret");
        assertThat(config(details).database()).isEqualTo("city hall");
        assertThat(config(details).hosts()).containsExactly(new HostSpec("127.0.0.1", null, 54321));
        assertThat(details.getUrl()).doesNotContain("s3cret");
    }

    @Test
    void variablesOfBitnami() {
        MomokoConnectionDetails details = details(
                Map.of("POSTGRESQL_USERNAME", "ann", "POSTGRESQL_PASSWORD", "s3cret", "POSTGRESQL_DATABASE", "city"));
        assertThat(details.getUsername()).isEqualTo("ann");
        assertThat(details.getPassword()).isEqualTo("s3cret");
        assertThat(config(details).database()).isEqualTo("city");
    }

    @Test
    void userAndDatabaseHaveTheImagesDefaults() {
        MomokoConnectionDetails details = details(Map.of("POSTGRES_PASSWORD", "s3cret"));
        assertThat(details.getUsername()).isEqualTo("postgres");
        assertThat(config(details).database()).isEqualTo("postgres");
        assertThat(config(details(Map.of("POSTGRES_PASSWORD", "s3cret", "POSTGRES_USER", "ann")))
                        .database())
                .isEqualTo("ann");
    }

    @ParameterizedTest
    @CsvSource({"POSTGRES_HOST_AUTH_METHOD, trust", "ALLOW_EMPTY_PASSWORD, yes"})
    @DisplayName("14. The compose factory reads trust authentication")
    void serverThatTrustsNeedsNoPassword(String variable, String value) {
        assertThat(details(Map.of(variable, value)).getPassword()).isNull();
    }

    @Test
    void missingPasswordNamesTheVariable() {
        assertThatThrownBy(() -> details(Map.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("POSTGRES_PASSWORD");
    }

    @Test
    void labelAddsSettings() {
        MomokoConnectionDetails details = details(
                "postgres",
                Map.of("POSTGRES_PASSWORD", "x"),
                Map.of("org.momoko.parameters", "application_name=dev&connect_timeout=3"));
        assertThat(details).isNotNull();
        assertThat(config(details).applicationName()).isEqualTo("dev");
        assertThat(config(details).connectTimeout()).hasSeconds(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"postgres:18", "bitnami/postgresql:18", "bitnamilegacy/postgresql", "registry:5000/postgres"})
    void imagesThatAreTaken(String image) {
        assertThat(details(image, Map.of("POSTGRES_PASSWORD", "x"), Map.of())).isNotNull();
    }

    @Test
    void labelMakesAnyImageOneOfThem() {
        Map<String, String> password = Map.of("POSTGRES_PASSWORD", "x");
        assertThat(details("acme/db", password, Map.of())).isNull();
        assertThat(details("acme/db", password, Map.of("org.springframework.boot.service-connection", "postgres")))
                .isNotNull();
    }

    @Test
    void passwordIsNoPartOfTheText() {
        assertThat(PostgresEnvironment.of(Map.of("POSTGRES_PASSWORD", "s3cret")))
                .hasToString("PostgresEnvironment[username=postgres, database=postgres]");
    }

    private record Service(ImageReference image, Map<String, String> env, Map<String, String> labels)
            implements RunningService {
        @Override
        public String name() {
            return "db";
        }

        @Override
        public String host() {
            return "127.0.0.1";
        }

        @Override
        public ConnectionPorts ports() {
            return new ConnectionPorts() {
                @Override
                public int get(int containerPort) {
                    assertThat(containerPort).isEqualTo(5432);
                    return 54321;
                }

                @Override
                public List<Integer> getAll() {
                    return List.of(54321);
                }

                @Override
                public List<Integer> getAll(@Nullable String protocol) {
                    return List.of(54321);
                }
            };
        }
    }
}
