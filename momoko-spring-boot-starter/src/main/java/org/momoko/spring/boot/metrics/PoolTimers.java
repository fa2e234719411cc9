package org.momoko.spring.boot.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.momoko.event.PoolListener;

/**
 * The times of one pool: {@code momoko.pool.acquire}, {@code momoko.pool.usage} and {@code momoko.pool.creation}, each with
 * the pool's {@code name}. It has to listen from the start of the pool, which is before there is a registry to tell: the
 * first times of creation are kept until then, other times are not.
 */
public final class PoolTimers implements PoolListener {
    /** More connections than that are not opened before a registry comes, and if none comes, memory must not grow. */
    private static final int MOST_KEPT = 1_000;

    private record Bound(MeterRegistry registry, Timer acquire, Timer usage, Timer creation) {}

    private final List<Long> creationsBefore = new ArrayList<>();
    private volatile List<Bound> bound = List.of();

    /**
     * Tells the times from now on, and the times of creation that were kept.
     *
     * @param tags what tells this pool from others
     */
    synchronized void bindTo(MeterRegistry registry, Tags tags) {
        Bound added = new Bound(
                registry,
                timer("acquire", "Time that callers waited for a connection; zero when one was free", tags)
                        .register(registry),
                timer("usage", "Time that callers kept a connection", tags).register(registry),
                timer("creation", "Time to open, authenticate and set up a connection", tags)
                        .register(registry));
        creationsBefore.forEach(nanos -> added.creation().record(nanos, TimeUnit.NANOSECONDS));
        creationsBefore.clear();
        List<Bound> all = new ArrayList<>(bound);
        all.add(added);
        bound = List.copyOf(all);
    }

    private static Timer.Builder timer(String name, String description, Tags tags) {
        return Timer.builder(MomokoPoolMetrics.PREFIX + name).tags(tags).description(description);
    }

    /** Takes the timers out of the registries, which may outlive the pool. */
    synchronized void close() {
        for (Bound each : bound) {
            each.registry().remove(each.acquire());
            each.registry().remove(each.usage());
            each.registry().remove(each.creation());
        }
        bound = List.of();
    }

    @Override
    public synchronized void connectionCreated(long nanos) {
        if (bound.isEmpty() && creationsBefore.size() < MOST_KEPT) {
            creationsBefore.add(nanos);
        }
        for (Bound each : bound) {
            each.creation().record(nanos, TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void acquired(long waitNanos) {
        for (Bound each : bound) {
            each.acquire().record(waitNanos, TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void released(long usageNanos) {
        for (Bound each : bound) {
            each.usage().record(usageNanos, TimeUnit.NANOSECONDS);
        }
    }
}
