package org.momoko.internal.session;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.momoko.internal.concurrent.Wakeups;

/**
 * The ends of exchanges that were answered in a read and for which virtual threads wait. Waking a thread may cost the
 * event loop its processor, so whatever waits to be sent goes first: then the server works meanwhile, and those who wait
 * for any connection that was read in one turn of the event loop are woken together. Used on the event loop only.
 */
final class Deliveries implements Runnable {
    /** Stands for the result of an exchange that has none. */
    private static final Object NOTHING = new Object();

    /** Each exchange is followed by what it ends with. */
    private final ArrayDeque<Object> ends = new ArrayDeque<>();

    private final Runnable tellAll = this::tellAll;
    private final Executor loop;
    private boolean scheduled;

    Deliveries(Outbound outbound) {
        this.loop = outbound::execute;
    }

    private record Failure(Throwable error) {}

    boolean isEmpty() {
        return ends.isEmpty();
    }

    void succeeds(Exchange<?> exchange, @Nullable Object value) {
        ends.add(exchange);
        ends.add(value == null ? NOTHING : value);
    }

    void fails(Exchange<?> exchange, Throwable error) {
        ends.add(exchange);
        ends.add(new Failure(error));
    }

    /** Tells the callers once this turn's reads have been worked through. */
    void later() {
        if (scheduled || ends.isEmpty()) {
            return;
        }
        scheduled = true;
        try {
            loop.execute(this);
        } catch (RejectedExecutionException loopEnds) {
            run();
        }
    }

    /** Tells the callers, in the order of the answers. */
    @Override
    public void run() {
        scheduled = false;
        if (!ends.isEmpty()) {
            Wakeups.gatherDuring(tellAll, loop);
        }
    }

    private void tellAll() {
        try {
            for (Object exchange; (exchange = ends.poll()) != null; ) {
                Object end = ends.remove();
                if (end instanceof Failure failure) {
                    ((Exchange<?>) exchange).tellFailure(failure.error());
                } else {
                    ((Exchange<?>) exchange).tell(end == NOTHING ? null : end);
                }
            }
        } finally {
            later();
        }
    }
}
