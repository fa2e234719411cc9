package org.momoko.spring.boot.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PoolTimersTests {
    private static final Tags TAGS = Tags.of("name", "audit");
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final PoolTimers timers = new PoolTimers();

    private Timer timer(String name) {
        return registry.get(name).tag("name", "audit").timer();
    }

    @Test
    void recordsEachTimeWithItsTimer() {
        timers.bindTo(registry, TAGS);
        timers.acquired(2_000_000);
        timers.released(5_000_000);
        timers.released(6_000_000);
        timers.connectionCreated(7_000_000);

        assertThat(timer("momoko.pool.acquire").count()).isEqualTo(1);
        assertThat(timer("momoko.pool.acquire").totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(2);
        assertThat(timer("momoko.pool.usage").count()).isEqualTo(2);
        assertThat(timer("momoko.pool.usage").totalTime(TimeUnit.MILLISECONDS)).isEqualTo(11);
        assertThat(timer("momoko.pool.creation").count()).isEqualTo(1);
        assertThat(timer("momoko.pool.creation").totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(7);
    }

    @Test
    void creationsBeforeTheRegistryCameAreRecordedOnce() {
        timers.connectionCreated(3_000_000);
        timers.connectionCreated(4_000_000);
        timers.bindTo(registry, TAGS);
        SimpleMeterRegistry second = new SimpleMeterRegistry();
        timers.bindTo(second, TAGS);

        assertThat(timer("momoko.pool.creation").count()).isEqualTo(2);
        assertThat(timer("momoko.pool.creation").totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(7);
        assertThat(second.get("momoko.pool.creation").timer().count()).isZero();
    }

    @Test
    void withoutARegistryOnlySoManyCreationsAreKept() {
        for (int i = 0; i < 1_500; i++) {
            timers.connectionCreated(1);
        }
        timers.bindTo(registry, TAGS);

        assertThat(timer("momoko.pool.creation").count()).isEqualTo(1_000);
    }

    @Test
    void everyRegistryIsTold() {
        SimpleMeterRegistry second = new SimpleMeterRegistry();
        timers.bindTo(registry, TAGS);
        timers.bindTo(second, TAGS);
        timers.acquired(1);

        assertThat(timer("momoko.pool.acquire").count()).isEqualTo(1);
        assertThat(second.get("momoko.pool.acquire").timer().count()).isEqualTo(1);
    }

    @Test
    void timersGoWhenClosedAndNothingIsRecordedAfterwards() {
        timers.bindTo(registry, TAGS);
        timers.close();
        timers.acquired(1);

        assertThat(registry.getMeters()).isEmpty();
    }
}
