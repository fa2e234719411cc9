package org.momoko.spring.boot.testcontainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.momoko.api.Pool;
import org.momoko.spring.boot.autoconfigure.MomokoAutoConfiguration;
import org.momoko.spring.boot.autoconfigure.MomokoConnectionDetails;
import org.momoko.testing.Invariants;
import org.momoko.testing.PostgresServer;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.boot.testcontainers.service.connection.ServiceConnectionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** {@code @ServiceConnection} on containers: stand-ins that are the local server, and a real one where Docker answers. */
@ExtendWith(Invariants.class)
class ServiceConnectionIT {
    private static final PostgresServer SERVER = PostgresServer.shared();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(MomokoAutoConfiguration.class, ServiceConnectionAutoConfiguration.class))
            .withPropertyValues(
                    "momoko.host=no-such-host.invalid",
                    "momoko.username=nobody",
                    "momoko.application-name=momoko-test",
                    "momoko.pool.startup=fail-fast");

    private static String user(Pool pool) throws Exception {
        return pool.execute("SELECT current_user || '@' || current_database()")
                .get(20, TimeUnit.SECONDS)
                .fetchAll()
                .get(0)
                .getString(0);
    }

    @Test
    @DisplayName("14. @ServiceConnection on a PostgreSQLContainer bean overrides properties")
    void containerBeanOverridesProperties() {
        runner.withUserConfiguration(StandIn.class).run(context -> {
            assertThat(context).hasNotFailed().hasSingleBean(MomokoConnectionDetails.class);
            assertThat(user(context.getBean(Pool.class))).isEqualTo("app@app");
        });
    }

    @Test
    void containerOfTheDeprecatedClassDoesSoToo() {
        runner.withUserConfiguration(DeprecatedStandIn.class).run(context -> {
            assertThat(context).hasNotFailed().hasSingleBean(MomokoConnectionDetails.class);
            assertThat(user(context.getBean(Pool.class))).isEqualTo("app@app");
        });
    }

    @Test
    void containerIsNotAskedBeforeItIsNeeded() {
        runner.withUserConfiguration(StandIn.class)
                .withPropertyValues("momoko.pool.startup=lazy")
                .run(context -> assertThat(
                                context.getBean(MomokoConnectionDetails.class).getUrl())
                        .isEqualTo("host=127.0.0.1 port=" + SERVER.port() + " dbname='app'"));
    }

    @Test
    void realContainer() {
        assumeTrue(
                DockerClientFactory.instance().isDockerAvailable(),
                "no Docker daemon answers here, so no real PostgreSQL container was started");
        runner.withUserConfiguration(Real.class)
                .run(context -> assertThat(user(context.getBean(Pool.class))).isEqualTo("test@test"));
    }

    @Configuration(proxyBeanMethods = false)
    static class StandIn {
        @Bean
        @ServiceConnection
        LocalContainer postgres() {
            return new LocalContainer();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class DeprecatedStandIn {
        @Bean
        @ServiceConnection
        DeprecatedLocalContainer postgres() {
            return new DeprecatedLocalContainer();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Real {
        @Bean
        @ServiceConnection
        PostgreSQLContainer postgres() {
            return new PostgreSQLContainer("postgres:18-alpine");
        }
    }

    /** What Spring asks of a container, answered for the local server. */
    private static final class LocalContainer extends PostgreSQLContainer {
        private boolean running;

        LocalContainer() {
            super("postgres");
            withDatabaseName("app");
            withUsername("app");
            withPassword(PostgresServer.password("app"));
        }

        @Override
        public void start() {
            running = true;
        }

        @Override
        public void stop() {
            running = false;
        }

        @Override
        public boolean isRunning() {
            return running;
        }

        @Override
        public String getContainerId() {
            return "local";
        }

        @Override
        public String getHost() {
            assertThat(running).isTrue();
            return SERVER.host();
        }

        @Override
        public Integer getMappedPort(int port) {
            assertThat(port).isEqualTo(POSTGRESQL_PORT);
            return SERVER.port();
        }
    }

    @SuppressWarnings("deprecation")
    private static final class DeprecatedLocalContainer
            extends org.testcontainers.containers.PostgreSQLContainer<DeprecatedLocalContainer> {
        DeprecatedLocalContainer() {
            super("postgres");
            withDatabaseName("app");
            withUsername("app");
            withPassword(PostgresServer.password("app"));
        }

        @Override
        public void start() {}

        @Override
        public void stop() {}

        @Override
        public boolean isRunning() {
            return true;
        }

        @Override
        public String getContainerId() {
            return "local";
        }

        @Override
        public String getHost() {
            return SERVER.host();
        }

        @Override
        public Integer getMappedPort(int port) {
            return SERVER.port();
        }
    }
}
