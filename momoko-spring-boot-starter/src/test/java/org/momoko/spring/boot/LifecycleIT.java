package org.momoko.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.momoko.api.Pool;
import org.momoko.error.PoolClosedException;
import org.momoko.spring.boot.autoconfigure.MomokoAutoConfiguration;
import org.momoko.testing.Await;
import org.momoko.testing.Invariants;
import org.momoko.testing.PostgresServer;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestContextManager;

/** Pools in contexts that stop, pause and start again. */
@ExtendWith(Invariants.class)
class LifecycleIT {
    private static final String NAME = "momoko-lifecycle";

    private final PostgresServer server = PostgresServer.shared();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(MomokoAutoConfiguration.class))
            .withPropertyValues(
                    "spring.application.name=" + NAME,
                    "momoko.url=postgresql://" + server.host() + ":" + server.port() + "/app",
                    "momoko.username=app",
                    "momoko.password=" + PostgresServer.password("app"));

    private static Object value(Pool pool, String sql) throws Exception {
        return pool.execute(sql).get(10, TimeUnit.SECONDS).fetchAll().get(0).get(0);
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("momoko-"))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"lazy", "warm-up", "fail-fast"})
    void theInjectedPoolWorksAgainAfterStopAndStart(String startup) {
        runner.withPropertyValues("momoko.pool.startup=" + startup).run(context -> {
            Pool pool = context.getBean(Pool.class);
            Object process = value(pool, "SELECT pg_backend_pid()");

            context.stop();
            Await.until("no session", () -> server.sessions(NAME).isEmpty());
            Await.until("no thread", () -> threads().isEmpty());
            assertThat(pool.execute("SELECT 1"))
                    .failsWithin(Duration.ofSeconds(5))
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(PoolClosedException.class);

            context.start();
            assertThat(value(pool, "SELECT pg_backend_pid()")).isNotEqualTo(process);
            assertThat(pool.closed()).isFalse();
        });
    }

    @Test
    void aRestartIsLoggedAsCloseAndStart() {
        try (LogLines log = new LogLines()) {
            runner.run(context -> {
                context.stop();
                context.start();
            });
            assertThat(log.lines()).hasSize(4);
            assertThat(log.lines().get(1)).contains("closed in");
            assertThat(log.lines().get(2)).contains("starts");
        }
    }

    /** As DevTools does: the context is closed and made anew in the same process. */
    @Test
    void twoRestartsOfTheApplicationLeaveNoThread() {
        for (int i = 0; i < 3; i++) {
            runner.run(context ->
                    assertThat(value(context.getBean(Pool.class), "SELECT 1")).isEqualTo(1));
        }

        Await.until("no thread", () -> threads().isEmpty());
        assertThat(server.sessions(NAME)).isEmpty();
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(MomokoAutoConfiguration.class)
    static class Application {}

    abstract static class ContextTest {
        @Autowired
        Pool pool;

        @DynamicPropertySource
        static void server(DynamicPropertyRegistry registry) {
            PostgresServer server = PostgresServer.shared();
            registry.add("momoko.url", () -> "postgresql://" + server.host() + ":" + server.port() + "/app");
            registry.add("momoko.username", () -> "app");
            registry.add("momoko.password", () -> PostgresServer.password("app"));
        }
    }

    @SpringBootTest(
            classes = Application.class,
            properties = "spring.application.name=" + NAME + "-first",
            webEnvironment = SpringBootTest.WebEnvironment.NONE)
    static class FirstContext extends ContextTest {}

    @SpringBootTest(
            classes = Application.class,
            properties = "spring.application.name=" + NAME + "-second",
            webEnvironment = SpringBootTest.WebEnvironment.NONE)
    static class SecondContext extends ContextTest {}

    private static final class Run implements AutoCloseable {
        final TestContextManager manager;
        final ContextTest instance;

        Run(ContextTest instance) throws Exception {
            this.instance = instance;
            manager = new TestContextManager(instance.getClass());
            manager.beforeTestClass();
            manager.prepareTestInstance(instance);
        }

        @Override
        public void close() {
            try {
                manager.afterTestClass();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    @DisplayName("Sentence 18: two test classes with different contexts and context pausing do not break the pool")
    void aPausedTestContextIsUsedAgain() throws Exception {
        Pool first;
        try (Run run = new Run(new FirstContext())) {
            first = run.instance.pool;
            assertThat(value(first, "SELECT 1")).isEqualTo(1);
        }
        try (Run run = new Run(new SecondContext())) {
            assertThat(value(run.instance.pool, "SELECT 2")).isEqualTo(2);
            Await.until("the first context pauses", first::closed);
            Await.until(
                    "its sessions are gone",
                    () -> server.sessions(NAME + "-first").isEmpty());
        }
        Run again = new Run(new FirstContext());
        try (again) {
            assertThat(again.instance.pool).isSameAs(first);
            assertThat(value(first, "SELECT 3")).isEqualTo(3);
        }
        again.manager.getTestContext().markApplicationContextDirty(null);
        try (Run last = new Run(new SecondContext())) {
            last.manager.getTestContext().markApplicationContextDirty(null);
        }
    }
}
