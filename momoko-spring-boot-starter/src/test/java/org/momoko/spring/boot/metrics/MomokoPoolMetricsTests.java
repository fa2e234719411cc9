package org.momoko.spring.boot.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.momoko.Momoko;
import org.momoko.api.Pool;

class MomokoPoolMetricsTests {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Pool pool = Momoko.pool("host=127.0.0.1 port=1 user=app")
            .size(2)
            .maxSize(5)
            .raiseConnectErrors(false)
            .build();
    private final MomokoPoolMetrics metrics = new MomokoPoolMetrics(Map.of("momoko", pool), Map.of());

    @AfterEach
    void close() {
        pool.close();
    }

    private double connections(String state) {
        return registry.get("momoko.pool.connections")
                .tag("name", "momoko")
                .tag("state", state)
                .gauge()
                .value();
    }

    private double value(String meter) {
        return registry.get(meter).tag("name", "momoko").gauge().value();
    }

    @Test
    void showsCountsByStateAndLimits() {
        metrics.bindTo(registry);
        pool.connect().join();

        assertThat(connections("dead")).isEqualTo(2);
        assertThat(connections("free")).isZero();
        assertThat(connections("busy")).isZero();
        assertThat(connections("pending")).isZero();
        assertThat(value("momoko.pool.waiting")).isZero();
        assertThat(value("momoko.pool.max")).isEqualTo(5);
        assertThat(value("momoko.pool.min")).isEqualTo(2);
    }

    @Test
    void metersGoWhenClosed() {
        metrics.bindTo(registry);
        metrics.close();

        assertThat(registry.getMeters()).isEmpty();
    }
}
