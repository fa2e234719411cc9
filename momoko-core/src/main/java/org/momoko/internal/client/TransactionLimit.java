package org.momoko.internal.client;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.momoko.error.TransactionTimeoutException;
import org.momoko.internal.concurrent.Nanos;
import org.momoko.internal.session.Session;

/** How long a transaction may take. */
final class TransactionLimit {
    private final Duration duration;
    private final long deadlineNanos;
    /** Calls the alarm off; null while it is not set. */
    private volatile @Nullable Runnable callOff;

    private TransactionLimit(Duration duration) {
        this.duration = duration;
        this.deadlineNanos = System.nanoTime() + Nanos.of(duration);
    }

    /** From now on; null when there is none. */
    static @Nullable TransactionLimit of(@Nullable Duration duration) {
        return duration == null ? null : new TransactionLimit(duration);
    }

    long deadlineNanos() {
        return deadlineNanos;
    }

    /** Sets the alarm, which rings on the event loop of the session. */
    void watch(Session session, Runnable alarm) {
        try {
            callOff = session.schedule(Math.max(0, deadlineNanos - System.nanoTime()), alarm);
        } catch (RejectedExecutionException loopEnded) {
            // then the session is closed, too
        }
    }

    void callOff() {
        Runnable set = callOff;
        if (set != null) {
            set.run();
        }
    }

    TransactionTimeoutException passed() {
        return new TransactionTimeoutException("The transaction did not end within its time limit of "
                + duration.toMillis() + " ms and is rolled back");
    }
}
