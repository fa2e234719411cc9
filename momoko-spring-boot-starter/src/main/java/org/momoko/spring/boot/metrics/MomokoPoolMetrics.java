package org.momoko.spring.boot.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import org.momoko.api.Pool;
import org.momoko.api.PoolStats;
import org.momoko.event.CloseReason;

/**
 * The meters of pools, each with the pool's {@code name}:
 *
 * <ul>
 *   <li>gauges {@code momoko.pool.connections} by {@code state} (free, busy, pending, dead), {@code momoko.pool.waiting},
 *       {@code momoko.pool.max} and {@code momoko.pool.min};
 *   <li>counters {@code momoko.pool.created}, {@code momoko.pool.timeouts} and {@code momoko.pool.closed} by
 *       {@code reason} (shrunk, lifetime, evicted, validation, wrong-role, lost, pool-closed). They show what the pool itself counts,
 *       so nothing is missed that happened before the registry was there;
 *   <li>the timers of {@link PoolTimers}, for pools that were given one as their listener.
 * </ul>
 */
public final class MomokoPoolMetrics implements MeterBinder, AutoCloseable {
    static final String PREFIX = "momoko.pool.";

    private record Registered(MeterRegistry registry, Meter meter) {}

    private final Map<String, Pool> pools;
    private final Map<String, PoolTimers> timers;
    private final Queue<Registered> registered = new ConcurrentLinkedQueue<>();

    /**
     * @param pools by the value of the tag {@code name}
     * @param timers that listen to some of these pools, by the same names
     */
    public MomokoPoolMetrics(Map<String, Pool> pools, Map<String, PoolTimers> timers) {
        this.pools = Map.copyOf(pools);
        this.timers = Map.copyOf(timers);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        pools.forEach((name, pool) -> new Registration(registry, pool, Tags.of("name", name)).all());
        timers.forEach((name, times) -> times.bindTo(registry, Tags.of("name", name)));
    }

    /** Takes the meters out of the registries, which may outlive the pools. */
    @Override
    public void close() {
        Registered next;
        while ((next = registered.poll()) != null) {
            next.registry().remove(next.meter());
        }
        timers.values().forEach(PoolTimers::close);
    }

    /** The meters of one pool in one registry. */
    private final class Registration {
        private final MeterRegistry registry;
        private final Pool pool;
        private final Tags tags;

        Registration(MeterRegistry registry, Pool pool, Tags tags) {
            this.registry = registry;
            this.pool = pool;
            this.tags = tags;
        }

        void all() {
            connections("free", PoolStats::free);
            connections("busy", PoolStats::busy);
            connections("pending", PoolStats::pending);
            connections("dead", PoolStats::dead);
            gauge(
                    "waiting",
                    "Callers that wait for a connection",
                    "callers",
                    tags,
                    all -> all.stats().waiting());
            gauge(
                    "max",
                    "Most connections at any time",
                    "connections",
                    tags,
                    all -> all.config().maxSize());
            gauge(
                    "min",
                    "Connections that are kept open",
                    "connections",
                    tags,
                    all -> all.config().size());
            counter(
                    "created",
                    "Connections that were opened",
                    "connections",
                    tags,
                    all -> all.totals().created());
            counter(
                    "timeouts",
                    "Callers that waited for a connection in vain",
                    "callers",
                    tags,
                    all -> all.totals().acquireTimeouts());
            for (CloseReason reason : CloseReason.values()) {
                String value = reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
                counter(
                        "closed",
                        "Connections that ended, by why",
                        "connections",
                        tags.and("reason", value),
                        all -> all.totals().closed().getOrDefault(reason, 0L));
            }
        }

        private void connections(String state, ToIntFunction<PoolStats> count) {
            gauge(
                    "connections",
                    "Connections of the pool by their state",
                    "connections",
                    tags.and("state", state),
                    all -> count.applyAsInt(all.stats()));
        }

        private void gauge(String name, String description, String unit, Tags own, ToDoubleFunction<Pool> value) {
            keep(Gauge.builder(PREFIX + name, pool, value)
                    .tags(own)
                    .description(description)
                    .baseUnit(unit)
                    .register(registry));
        }

        private void counter(String name, String description, String unit, Tags own, ToDoubleFunction<Pool> value) {
            keep(FunctionCounter.builder(PREFIX + name, pool, value)
                    .tags(own)
                    .description(description)
                    .baseUnit(unit)
                    .register(registry));
        }

        private void keep(Meter meter) {
            registered.add(new Registered(registry, meter));
        }
    }
}
