package org.momoko.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.momoko.api.Pool;
import org.momoko.spring.boot.autoconfigure.MomokoAutoConfiguration;
import org.momoko.spring.boot.autoconfigure.health.MomokoHealthContributorAutoConfiguration;
import org.momoko.testing.Await;
import org.momoko.testing.PostgresServer;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.health.actuate.endpoint.CompositeHealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroup;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.actuate.endpoint.IndicatedHealthDescriptor;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.application.AvailabilityHealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/** The health endpoint while the server comes and goes. */
class HealthIT {
    private static PostgresServer server;

    @BeforeAll
    static void start() {
        server = PostgresServer.start(options -> {});
    }

    @AfterAll
    static void close() {
        server.close();
    }

    private ApplicationContextRunner runner() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        MomokoAutoConfiguration.class,
                        MomokoHealthContributorAutoConfiguration.class,
                        HealthContributorAutoConfiguration.class,
                        HealthContributorRegistryAutoConfiguration.class,
                        HealthEndpointAutoConfiguration.class,
                        EndpointAutoConfiguration.class))
                .withPropertyValues(
                        "management.endpoint.health.show-details=always",
                        "momoko.url=postgresql://" + server.host() + ":" + server.port() + "/app",
                        "momoko.username=app",
                        "momoko.password=" + PostgresServer.password("app"));
    }

    private static IndicatedHealthDescriptor health(ApplicationContext context) {
        HealthDescriptor descriptor = context.getBean(HealthEndpoint.class).healthForPath("momoko");
        return (IndicatedHealthDescriptor) descriptor;
    }

    @Test
    @DisplayName("Sentence 9: UP with details when allowed")
    void upWithDetails() {
        runner().withPropertyValues("momoko.pool.startup=fail-fast").run(context -> {
            IndicatedHealthDescriptor health = health(context);

            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails())
                    .containsEntry("pool", "momoko")
                    .containsEntry("pending", 0)
                    .containsEntry("dead", 0)
                    .containsEntry("waiting", 0)
                    .containsEntry("maxSize", 1)
                    .containsEntry("saturated", false)
                    .containsEntry(
                            "serverVersion", server.serverVersion() / 10_000 + "." + server.serverVersion() % 10_000)
                    .containsKeys("free", "busy", "pingMillis");
        });
    }

    @Test
    @DisplayName("Sentence 9: DOWN while the server is stopped, UP after its restart")
    void downWhileTheServerIsStoppedAndUpAfterwards() {
        runner().run(context -> {
            Await.until("up", () -> health(context).getStatus() == Status.UP);

            server.stop();
            try {
                IndicatedHealthDescriptor health = health(context);
                assertThat(health.getStatus()).isEqualTo(Status.DOWN);
                assertThat(health.getDetails().get("error").toString())
                        .isNotBlank()
                        .doesNotContain(PostgresServer.password("app"));
            } finally {
                server.start();
            }

            assertThat(health(context).getStatus()).isEqualTo(Status.UP);
        });
    }

    @Test
    @DisplayName("Sentence 9: DOWN within the ping timeout")
    void downWithinTheTimeoutWhileTheServerIsSilent() {
        runner().withPropertyValues("momoko.health.timeout=300ms", "momoko.pool.close-timeout=100ms")
                .run(context -> {
                    Await.until("up", () -> health(context).getStatus() == Status.UP);

                    server.freeze();
                    try {
                        long start = System.nanoTime();
                        assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
                        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
                    } finally {
                        server.thaw();
                    }

                    Await.until("up again", () -> health(context).getStatus() == Status.UP);
                });
    }

    @Test
    @DisplayName("Sentence 10: a saturated pool answers at once and is not DOWN")
    void aSaturatedPoolIsUpAndAnswersAtOnce() {
        runner().run(context -> {
            Pool pool = context.getBean(Pool.class);
            CompletableFuture<?> running = pool.execute("SELECT pg_sleep(1)");
            Await.until("the only connection is busy", () -> pool.stats().busy() == 1);

            long start = System.nanoTime();
            IndicatedHealthDescriptor health = health(context);

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(900));
            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails()).containsEntry("saturated", true).containsEntry("busy", 1);
            running.get(10, TimeUnit.SECONDS);
        });
    }

    @Test
    @DisplayName("Sentence 11: readiness includes the pools only if configured")
    void readinessIncludesThePoolsOnlyIfConfigured() {
        ApplicationContextRunner withProbes = runner().withConfiguration(AutoConfigurations.of(
                ApplicationAvailabilityAutoConfiguration.class,
                AvailabilityHealthContributorAutoConfiguration.class,
                AvailabilityProbesAutoConfiguration.class));
        withProbes.run(
                context -> assertThat(readiness(context).isMember("momoko")).isFalse());
        withProbes
                .withPropertyValues("management.endpoint.health.group.readiness.include=readinessState,momoko")
                .run(context ->
                        assertThat(readiness(context).isMember("momoko")).isTrue());
    }

    private static HealthEndpointGroup readiness(ApplicationContext context) {
        HealthEndpointGroup group = context.getBean(HealthEndpointGroups.class).get("readiness");
        assertThat(group).isNotNull();
        return group;
    }

    @Test
    void severalPoolsAreToldOneByOne() {
        runner().withBean(
                        "auditPool",
                        Pool.class,
                        () -> {
                            Pool audit = org.momoko.Momoko.pool(server.dsn())
                                    .name("audit")
                                    .build();
                            audit.connect().join();
                            return audit;
                        },
                        definition -> ((org.springframework.beans.factory.support.AbstractBeanDefinition) definition)
                                .setDefaultCandidate(false))
                .run(context -> {
                    CompositeHealthDescriptor health = (CompositeHealthDescriptor)
                            context.getBean(HealthEndpoint.class).healthForPath("momoko");
                    assertThat(health.getComponents()).containsOnlyKeys("auditPool", "momokoPool");
                    assertThat(health.getStatus()).isEqualTo(Status.UP);
                });
    }
}
