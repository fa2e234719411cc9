package org.momoko.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.momoko.api.Cursor;
import org.momoko.api.Pool;
import org.momoko.api.Row;
import org.momoko.spring.boot.autoconfigure.MomokoAutoConfiguration;
import org.momoko.testing.Await;
import org.momoko.testing.Invariants;
import org.momoko.testing.PostgresServer;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The auto-configured pool against a real server. */
@ExtendWith(Invariants.class)
class PoolIT {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private final PostgresServer server = PostgresServer.shared();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(MomokoAutoConfiguration.class))
            .withPropertyValues(
                    "spring.application.name=momoko-test-starter",
                    "momoko.url=postgresql://" + server.host() + ":" + server.port() + "/app",
                    "momoko.username=app",
                    "momoko.password=" + PostgresServer.password("app"));

    private static Object value(CompletableFuture<Cursor<Row>> future) throws Exception {
        return future.get(10, TimeUnit.SECONDS).fetchOne().get(0);
    }

    private int sessions() {
        return server.sessions("momoko-test-starter").size();
    }

    @Test
    void runsStatementsUnderTheApplicationsName() {
        runner.run(context -> {
            Pool pool = context.getBean(Pool.class);
            assertThat(value(pool.execute("SELECT current_setting('application_name')")))
                    .isEqualTo("momoko-test-starter");
        });
    }

    @Test
    void warmUpOpensTheFirstConnections() {
        runner.withPropertyValues("momoko.pool.size=2").run(context -> {
            Await.until("two sessions", () -> sessions() == 2);
            context.close();
            Await.until("no sessions", () -> sessions() == 0);
        });
    }

    @Test
    void failFastHasAllConnectionsOpenAtOnce() {
        runner.withPropertyValues("momoko.pool.startup=fail-fast", "momoko.pool.size=3")
                .run(context ->
                        assertThat(context.getBean(Pool.class).stats().free()).isEqualTo(3));
    }

    @Test
    void failFastWithAWrongPasswordLeavesNothingBehind() {
        runner.withPropertyValues("momoko.pool.startup=fail-fast", "momoko.password=wrong-secret")
                .run(context -> {
                    assertThat(context).hasFailed();
                    assertThat(context.getStartupFailure())
                            .hasStackTraceContaining("password authentication failed")
                            .hasStackTraceContaining(server.host() + ":" + server.port());
                    assertThat(sessions()).isZero();
                });
    }

    @Test
    void lazyOpensWithTheFirstStatement() {
        runner.withPropertyValues("momoko.pool.startup=lazy").run(context -> {
            Pool pool = context.getBean(Pool.class);
            assertThat(pool.stats().total()).isZero();
            assertThat(sessions()).isZero();
            assertThat(value(pool.execute("SELECT 42"))).isEqualTo(42);
            assertThat(pool.stats().total()).isEqualTo(1);
        });
    }

    @Test
    void setsessionAppliesToTheConnections() {
        runner.withPropertyValues(
                        "momoko.pool.setsession[0]=SET search_path TO a, b",
                        "momoko.pool.setsession[1]=SET statement_timeout TO '7s'")
                .run(context -> {
                    Pool pool = context.getBean(Pool.class);
                    assertThat(value(pool.execute("SHOW search_path"))).isEqualTo("a, b");
                    assertThat(value(pool.execute("SHOW statement_timeout"))).isEqualTo("7s");
                });
    }

    @Test
    void tlsIsCheckedAsAsked() {
        runner.withPropertyValues(
                        "momoko.ssl.mode=verify-full",
                        "momoko.ssl.root-cert=" + server.caFile(),
                        "momoko.pool.startup=fail-fast")
                .run(context -> assertThat(value(context.getBean(Pool.class)
                                .execute("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")))
                        .isEqualTo(true));
    }

    @Test
    void runningStatementsEndBeforeThePoolCloses() {
        try (LogLines log = new LogLines()) {
            runner.run(context -> {
                Pool pool = context.getBean(Pool.class);
                CompletableFuture<Cursor<Row>> running = pool.execute("SELECT 7, pg_sleep(0.3)");
                Await.until("the statement is running", () -> pool.stats().busy() == 1);
                context.close();
                assertThat(value(running)).isEqualTo(7);
                assertThat(log.lines())
                        .last(STRING)
                        .matches("INFO Momoko pool momoko closed in \\d+ ms: 1 busy connections drained, 0 aborted");
            });
        }
    }

    @Test
    void closingDoesNotWaitLongerThanCloseTimeout() {
        try (LogLines log = new LogLines()) {
            runner.withPropertyValues("momoko.pool.close-timeout=200ms").run(context -> {
                Pool pool = context.getBean(Pool.class);
                CompletableFuture<Cursor<Row>> running = pool.execute("SELECT pg_sleep(60)");
                Await.until("the statement is running", () -> pool.stats().busy() == 1);
                long start = System.nanoTime();
                context.close();
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
                assertThat(running).failsWithin(LIMIT);
                assertThat(log.lines()).last(STRING).contains("0 busy connections drained, 1 aborted");
            });
        } finally {
            // the server goes on sleeping
            server.terminateBackends("momoko-test-starter");
        }
    }

    @Test
    void logsOneLineAtStartAndOneAtClose() {
        try (LogLines log = new LogLines()) {
            runner.withPropertyValues("momoko.pool.max-size=4")
                    .run(context -> value(context.getBean(Pool.class).ping()));

            assertThat(log.lines()).hasSize(2);
            assertThat(log.lines().get(0))
                    .isEqualTo("INFO Momoko pool momoko starts: " + server.host() + ":" + server.port()
                            + "/app, TLS prefer, 1 to 4 connections, startup warm-up");
            assertThat(log.lines().get(1))
                    .matches("INFO Momoko pool momoko closed in \\d+ ms: 0 busy connections drained, 0 aborted");
        }
    }

    @Test
    void aFailedWarmUpIsLoggedWithItsReason() {
        try (LogLines log = new LogLines()) {
            runner.withPropertyValues("momoko.password=wrong-secret", "momoko.pool.size=2")
                    .run(context -> Await.until(
                            "the failure is logged", () -> log.lines().size() == 2));

            assertThat(log.lines().get(1))
                    .startsWith("WARN Momoko pool momoko could not open 2 of 2 connections")
                    .contains("password authentication failed")
                    .contains(server.host() + ":" + server.port())
                    .doesNotContain("wrong-secret");
        }
    }
}
