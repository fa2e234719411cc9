package org.momoko.internal.session;

import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One timer for all time limits of a session: set for the earliest deadline, and again each time it fires. On the event
 * loop only.
 */
final class DeadlineWatch {
    private final Outbound outbound;
    private final LongConsumer passed;
    private Outbound.@Nullable Cancellable timer;
    private long armed = Exchange.NO_DEADLINE;

    /** @param passed called with the time by {@link System#nanoTime()} when a deadline has passed */
    DeadlineWatch(Outbound outbound, LongConsumer passed) {
        this.outbound = outbound;
        this.passed = passed;
    }

    void watch(Exchange<?> exchange) {
        long deadline = exchange.deadlineNanos();
        if (deadline != Exchange.NO_DEADLINE && (armed == Exchange.NO_DEADLINE || deadline - armed < 0)) {
            stop();
            armed = deadline;
            timer = outbound.schedule(Math.max(0, deadline - System.nanoTime()), this::fire);
        }
    }

    private void fire() {
        armed = Exchange.NO_DEADLINE;
        passed.accept(System.nanoTime());
    }

    void stop() {
        if (timer != null) {
            timer.cancel();
        }
    }
}
