package org.momoko.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.momoko.api.Pool;
import org.momoko.event.PoolListener;
import org.momoko.spring.boot.autoconfigure.MomokoAutoConfiguration;
import org.momoko.spring.boot.autoconfigure.metrics.MomokoPoolMetricsAutoConfiguration;
import org.momoko.testing.Await;
import org.momoko.testing.Invariants;
import org.momoko.testing.PostgresServer;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The meters of pools as Spring Boot registers them, against a real server. */
@ExtendWith(Invariants.class)
class MetricsIT {
    private final PostgresServer server = PostgresServer.shared();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    MetricsAutoConfiguration.class,
                    MomokoAutoConfiguration.class,
                    MomokoPoolMetricsAutoConfiguration.class))
            .withBean(MeterRegistry.class, () -> registry, definition -> definition.setDestroyMethodName(""))
            .withPropertyValues(
                    "momoko.url=postgresql://" + server.host() + ":" + server.port() + "/app",
                    "momoko.username=app",
                    "momoko.password=" + PostgresServer.password("app"),
                    "momoko.pool.startup=fail-fast");

    private static final class CountingListener implements PoolListener {
        final AtomicInteger acquired = new AtomicInteger();

        @Override
        public void acquired(long waitNanos) {
            acquired.incrementAndGet();
        }
    }

    private long timed(String meter) {
        return registry.get(meter).tag("name", "momoko").timer().count();
    }

    private double counted(String meter) {
        return registry.get(meter).tag("name", "momoko").functionCounter().count();
    }

    private double closed(String reason) {
        return registry.get("momoko.pool.closed")
                .tag("name", "momoko")
                .tag("reason", reason)
                .functionCounter()
                .count();
    }

    private static void run(CompletableFuture<?> future) throws Exception {
        future.get(10, TimeUnit.SECONDS);
    }

    @Test
    void connectionsOpenedBeforeTheRegistryCameAreCountedAndTimed() {
        runner.withPropertyValues("momoko.pool.size=2").run(context -> {
            assertThat(counted("momoko.pool.created")).isEqualTo(2);
            assertThat(timed("momoko.pool.creation")).isEqualTo(2);
        });
    }

    @Test
    @DisplayName("Sentence 12: meters change when connections are taken")
    void statementsMoveTheTimers() {
        runner.run(context -> {
            Pool pool = context.getBean(Pool.class);
            long acquiredBefore = timed("momoko.pool.acquire");
            run(pool.execute("SELECT pg_sleep(0.05)"));

            assertThat(timed("momoko.pool.acquire")).isEqualTo(acquiredBefore + 1);
            Await.until("the connection is back", () -> timed("momoko.pool.usage") == acquiredBefore + 1);
            assertThat(registry.get("momoko.pool.usage").timer().max(TimeUnit.MILLISECONDS))
                    .isGreaterThanOrEqualTo(50);
        });
    }

    @Test
    @DisplayName("Sentence 12: meters have stable names, and no tag has unbounded values")
    void namesAndTagsAreThese() {
        runner.run(context -> assertThat(registry.getMeters().stream()
                        .map(meter -> meter.getId().getName()
                                + meter.getId().getTags().stream()
                                        .map(tag -> tag.getKey())
                                        .toList())
                        .filter(name -> name.startsWith("momoko."))
                        .distinct())
                .containsExactlyInAnyOrder(
                        "momoko.pool.connections[name, state]",
                        "momoko.pool.waiting[name]",
                        "momoko.pool.max[name]",
                        "momoko.pool.min[name]",
                        "momoko.pool.acquire[name]",
                        "momoko.pool.usage[name]",
                        "momoko.pool.creation[name]",
                        "momoko.pool.created[name]",
                        "momoko.pool.timeouts[name]",
                        "momoko.pool.closed[name, reason]"));
    }

    @Test
    void aWaitInVainIsCounted() {
        runner.withPropertyValues("momoko.pool.acquire-timeout=50ms").run(context -> {
            Pool pool = context.getBean(Pool.class);
            assertThat(counted("momoko.pool.timeouts")).isZero();
            pool.withConnection(connection -> {
                        CompletableFuture<?> waiting = pool.execute("SELECT 1");
                        return waiting.handle((cursor, error) -> null);
                    })
                    .get(10, TimeUnit.SECONDS);
            assertThat(counted("momoko.pool.timeouts")).isEqualTo(1);
        });
    }

    @Test
    void endsAreCountedByTheirReason() {
        runner.run(context -> {
            Pool pool = context.getBean(Pool.class);
            assertThat(closed("evicted")).isZero();
            pool.evict();
            Await.until("evicted", () -> closed("evicted") == 1);
            Await.until("replaced", () -> counted("momoko.pool.created") == 2);
            Await.until("timed", () -> timed("momoko.pool.creation") == 2);
            assertThat(closed("lost")).isZero();
            assertThat(registry.get("momoko.pool.closed").functionCounters())
                    .extracting(counter -> counter.getId().getTag("reason"))
                    .containsExactlyInAnyOrder(
                            "shrunk", "lifetime", "evicted", "validation", "wrong-role", "lost", "pool-closed");
        });
    }

    @Test
    @DisplayName("Sentence 12: meters disappear on context close")
    void metersGoWithThePool() {
        runner.run(context -> {
            assertThat(registry.find("momoko.pool.connections").gauges()).hasSize(4);
            context.close();
            assertThat(registry.getMeters())
                    .noneMatch(meter -> meter.getId().getName().startsWith("momoko."));
        });
    }

    @Test
    void aListenerOfTheApplicationHearsBesideTheMeters() {
        CountingListener listener = new CountingListener();
        runner.withBean(PoolListener.class, () -> listener).run(context -> {
            run(context.getBean(Pool.class).execute("SELECT 1"));
            assertThat(listener.acquired).hasPositiveValue().hasValue((int) timed("momoko.pool.acquire"));
        });
    }

    @Test
    @DisplayName("Sentence 5: with two pools meters have two name tags")
    void namedPoolsHaveMetersOfTheirOwn() {
        runner.withPropertyValues(
                        "momoko.pools.audit.url=postgresql://" + server.host() + ":" + server.port() + "/app",
                        "momoko.pools.audit.username=app",
                        "momoko.pools.audit.password=" + PostgresServer.password("app"),
                        "momoko.pools.audit.pool.max-size=3")
                .run(context -> {
                    run(context.getBean("audit", Pool.class).execute("SELECT 1"));

                    assertThat(registry.get("momoko.pool.max")
                                    .tag("name", "audit")
                                    .gauge()
                                    .value())
                            .isEqualTo(3);
                    assertThat(registry.get("momoko.pool.acquire")
                                    .tag("name", "audit")
                                    .timer()
                                    .count())
                            .isPositive();
                    assertThat(registry.get("momoko.pool.max").gauges())
                            .extracting(gauge -> gauge.getId().getTag("name"))
                            .containsExactlyInAnyOrder("momoko", "audit");
                    assertThat(timed("momoko.pool.acquire")).isZero();
                });
    }
}
