package org.momoko.internal.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.momoko.api.ConnectionHolder;
import org.momoko.internal.transport.EventLoops;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leak detection: who holds a connection and where it was taken, and a warning, once, when it is held for too long. Off
 * unless a limit is configured; then nothing is recorded.
 */
final class Holders {
    private static final Logger LOG = LoggerFactory.getLogger(Holders.class);
    private static final String OWN_FRAMES = "org.momoko.internal.";

    private final String pool;
    private final long limitNanos;
    private final EventLoops loops;
    private final Set<Holding> holdings = ConcurrentHashMap.newKeySet();

    Holders(String pool, Duration limit, EventLoops loops) {
        this.pool = pool;
        this.limitNanos = limit.toNanos();
        this.loops = loops;
    }

    /** The calling thread's stack, to be called where the user asks for a connection; null when detection is off. */
    @Nullable
    Throwable here() {
        if (limitNanos == 0) {
            return null;
        }
        Throwable here = new Throwable("The connection was taken here");
        StackTraceElement[] frames = here.getStackTrace();
        int own = 0;
        while (own < frames.length - 1 && frames[own].getClassName().startsWith(OWN_FRAMES)) {
            own++;
        }
        here.setStackTrace(List.of(frames).subList(own, frames.length).toArray(new StackTraceElement[0]));
        return here;
    }

    /** A connection has been handed to a caller; run the result when it is taken back. */
    Runnable taken(int processId, Throwable here) {
        Holding holding = new Holding(processId, System.nanoTime(), here);
        holdings.add(holding);
        Runnable timer;
        try {
            timer = loops.schedule(limitNanos, () -> warn(holding));
        } catch (RejectedExecutionException poolClosed) {
            timer = () -> {};
        }
        Runnable cancelTimer = timer;
        return () -> {
            cancelTimer.run();
            holdings.remove(holding);
        };
    }

    private void warn(Holding holding) {
        LOG.warn(
                "A connection of the pool {} (server process {}) has been held for {} ms; perhaps it was never given back",
                pool,
                holding.processId(),
                (System.nanoTime() - holding.sinceNanos()) / 1_000_000,
                holding.here());
    }

    /** Those who hold a connection now, longest first. */
    List<ConnectionHolder> list() {
        long now = System.nanoTime();
        List<ConnectionHolder> list = new ArrayList<>();
        for (Holding holding : holdings) {
            list.add(new ConnectionHolder(
                    holding.processId(),
                    Duration.ofNanos(now - holding.sinceNanos()),
                    List.of(holding.here().getStackTrace())));
        }
        list.sort(Comparator.comparing(ConnectionHolder::held).reversed());
        return list;
    }

    /** Compared by identity, since {@code here} is. */
    private record Holding(int processId, long sinceNanos, Throwable here) {}
}
