package org.momoko.spring.boot.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.ToIntFunction;
import org.momoko.api.Pool;
import org.momoko.api.PoolStats;

/**
 * The counts of pools as gauges: {@code momoko.pool.connections} by {@code state} (free, busy, pending, dead),
 * {@code momoko.pool.waiting}, {@code momoko.pool.max} and {@code momoko.pool.min}, each with the pool's {@code name}.
 */
public final class MomokoPoolMetrics implements MeterBinder, AutoCloseable {
    private static final String PREFIX = "momoko.pool.";

    private record Registered(MeterRegistry registry, Meter meter) {}

    private final Map<String, Pool> pools;
    private final Queue<Registered> registered = new ConcurrentLinkedQueue<>();

    /** @param pools by the value of the tag {@code name} */
    public MomokoPoolMetrics(Map<String, Pool> pools) {
        this.pools = Map.copyOf(pools);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        pools.forEach((name, pool) -> {
            Tags tags = Tags.of("name", name);
            connections(registry, pool, tags, "free", PoolStats::free);
            connections(registry, pool, tags, "busy", PoolStats::busy);
            connections(registry, pool, tags, "pending", PoolStats::pending);
            connections(registry, pool, tags, "dead", PoolStats::dead);
            gauge(
                    registry,
                    pool,
                    tags,
                    "waiting",
                    "Callers that wait for a connection",
                    "callers",
                    all -> all.stats().waiting());
            gauge(
                    registry,
                    pool,
                    tags,
                    "max",
                    "Most connections at any time",
                    "connections",
                    all -> all.config().maxSize());
            gauge(
                    registry,
                    pool,
                    tags,
                    "min",
                    "Connections that are kept open",
                    "connections",
                    all -> all.config().size());
        });
    }

    private void connections(
            MeterRegistry registry, Pool pool, Tags tags, String state, ToIntFunction<PoolStats> count) {
        gauge(
                registry,
                pool,
                tags.and("state", state),
                "connections",
                "Connections of the pool by their state",
                "connections",
                all -> count.applyAsInt(all.stats()));
    }

    private void gauge(
            MeterRegistry registry,
            Pool pool,
            Tags tags,
            String name,
            String description,
            String unit,
            ToIntFunction<Pool> value) {
        Gauge gauge = Gauge.builder(PREFIX + name, pool, value::applyAsInt)
                .tags(tags)
                .description(description)
                .baseUnit(unit)
                .register(registry);
        registered.add(new Registered(registry, gauge));
    }

    /** Takes the gauges out of the registries, which may outlive the pools. */
    @Override
    public void close() {
        Registered next;
        while ((next = registered.poll()) != null) {
            next.registry().remove(next.meter());
        }
    }
}
