package org.momoko.internal.session;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches that a server with work to do sends something, or at least answers on another connection. The timer is left to
 * run out when the work is done: most statements end long before, and setting it again costs more. On the event loop only,
 * but for {@link #lastReadNanos()}.
 */
final class SilenceWatch {
    private final Outbound outbound;
    private final LongSupplier limitNanos;
    private final BooleanSupplier working;
    private final Consumer<Throwable> silent;
    private Outbound.@Nullable Cancellable timer;
    private volatile long lastReadNanos = System.nanoTime();

    /**
     * @param limitNanos the silence after which the server is asked for a sign of life
     * @param working whether the server owes an answer
     * @param silent called when there was no sign of life, with the reason
     */
    SilenceWatch(Outbound outbound, LongSupplier limitNanos, BooleanSupplier working, Consumer<Throwable> silent) {
        this.outbound = outbound;
        this.limitNanos = limitNanos;
        this.working = working;
        this.silent = silent;
    }

    /** The server owes an answer from now on. */
    void start() {
        if (timer == null) {
            timer = outbound.schedule(limitNanos.getAsLong(), this::check);
        }
    }

    /** Something came. */
    void heard() {
        lastReadNanos = System.nanoTime();
    }

    /** When something last came, by {@link System#nanoTime()}. Any thread. */
    long lastReadNanos() {
        return lastReadNanos;
    }

    private void check() {
        timer = null;
        if (!working.getAsBoolean()) {
            return;
        }
        if (System.nanoTime() - lastReadNanos < limitNanos.getAsLong()) {
            start();
            return;
        }
        long silentSince = lastReadNanos;
        outbound.probe()
                .whenComplete((alive, error) -> outbound.execute(() -> {
                    // what came on this connection meanwhile says more than what another one could not get
                    if (error == null || lastReadNanos != silentSince) {
                        start();
                    } else {
                        silent.accept(error);
                    }
                }));
    }

    void stop() {
        if (timer != null) {
            timer.cancel();
        }
    }
}
