package org.momoko.internal.transport;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The event loops of all connections outside pools. They are made for the first connection and end a moment after the
 * last, so that a program that opens one connection after another does not start threads for each. Thread-safe.
 */
public final class SharedLoops {
    /** How long the threads outlive the last connection. */
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final SharedLoops INSTANCE = new SharedLoops();

    private @Nullable EventLoops loops;
    private int users;
    private long unusedSinceNanos;
    /** Whether a look at {@link #users} is due; one is enough, however often the last user leaves. */
    private boolean lookDue;

    private SharedLoops() {}

    /** The event loops, which run until each caller has called {@link #leave}. */
    public static EventLoops join() {
        return INSTANCE.joined();
    }

    /** One caller of {@link #join} has no more use for them. */
    public static void leave() {
        INSTANCE.left();
    }

    private synchronized EventLoops joined() {
        EventLoops shared = loops;
        if (shared == null) {
            shared = new EventLoops("connection", EventLoops.usualThreads());
            loops = shared;
        }
        users++;
        return shared;
    }

    private synchronized void left() {
        users--;
        if (users == 0) {
            unusedSinceNanos = System.nanoTime();
            if (!lookDue) {
                lookAfter(LINGER_NANOS);
            }
        }
    }

    private void lookAfter(long nanos) {
        EventLoops shared = loops;
        if (shared != null) {
            lookDue = true;
            shared.schedule(nanos, this::look);
        }
    }

    private synchronized void look() {
        lookDue = false;
        EventLoops shared = loops;
        long rest = LINGER_NANOS - (System.nanoTime() - unusedSinceNanos);
        if (users > 0 || shared == null) {
            return;
        }
        if (rest > 0) {
            lookAfter(rest);
        } else {
            loops = null;
            shared.shutdown();
        }
    }
}
