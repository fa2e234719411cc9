package org.momoko.internal.pool;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.momoko.config.PoolConfig;
import org.momoko.error.DatabaseNotAvailableException;
import org.momoko.error.PoolClosedException;
import org.momoko.error.PoolException;
import org.momoko.error.PoolTimeoutException;
import org.momoko.internal.pool.Pooled.Place;
import org.momoko.internal.pool.Waiter.WaitingState;

/**
 * The state machine of the pool.
 *
 * <p><b>Places.</b> The pool has at most {@code maxSize} places. A place is <i>pending</i> (its connection is being
 * opened), <i>free</i>, <i>busy</i> or <i>dead</i> (its connection was lost or could not be opened). Always
 * {@code free + busy + pending + dead = total ≤ maxSize}. Dead and pending places are mere counts.
 *
 * <p><b>Callers.</b> Free connections are reused last in, first out, so that those not needed grow old; callers that
 * wait are served first come, first served. A connection that becomes available goes to the oldest waiter and never
 * through <i>free</i>, so a newcomer cannot overtake.
 *
 * <p><b>Growing.</b> Another connection is opened when more callers wait than connections are being opened. Dead places
 * are revived first, all at once, so that callers that come together share one attempt for each; not within
 * {@code reconnectInterval} of a failed attempt. Only when no connection is free, busy or pending do waiting callers
 * fail, with the error of the last attempt as the cause.
 *
 * <p><b>Threads.</b> One lock guards everything; nothing foreign is called while it is held: each operation notes what
 * is to be done and does it after unlocking. Operations may be called from any thread.
 *
 * @param <R> what the pool hands out
 */
public final class PoolCore<R extends Pooled> {
    private enum State {
        /** Made, {@link #open()} not yet called. */
        NEW,
        /** Serving callers. */
        OPEN,
        /** Closed for good. */
        CLOSED
    }

    private final PoolConfig config;
    private final Supplier<CompletionStage<R>> connector;
    private final PoolClock clock;
    private final long reconnectNanos;
    private final long acquireNanos;

    private final ReentrantLock lock = new ReentrantLock();
    private State state = State.NEW;
    /** Oldest first: callers are served from the end, shrinking takes from the front. */
    private final ArrayDeque<R> free = new ArrayDeque<>();

    private final List<R> members = new ArrayList<>();
    private final WaiterQueue<R> waiters = new WaiterQueue<>();
    private int busy;
    private int pending;
    private int dead;
    private @Nullable Throwable lastFailure;
    private long lastFailureNanos;
    private long armedDeadline = Waiter.NEVER;
    private PoolClock.@Nullable Timer waiterTimer;
    private PoolClock.@Nullable Timer shrinkTimer;
    private final CompletableFuture<List<Throwable>> opened = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> drained = new CompletableFuture<>();

    /**
     * @param config sizes and times
     * @param connector opens one resource; called outside the lock
     * @param clock time and timers
     */
    public PoolCore(PoolConfig config, Supplier<CompletionStage<R>> connector, PoolClock clock) {
        this.config = config;
        this.connector = connector;
        this.clock = clock;
        this.reconnectNanos = nanos(config.reconnectInterval());
        this.acquireNanos = nanos(config.acquireTimeout());
    }

    private static long nanos(Duration duration) {
        return duration.compareTo(Duration.ofNanos(Long.MAX_VALUE / 2)) > 0 ? Long.MAX_VALUE / 2 : duration.toNanos();
    }

    /**
     * Opens the first {@code size} connections.
     *
     * @return completes when every attempt has ended, with the errors of those that failed; the same stage for every call
     */
    public CompletableFuture<List<Throwable>> open() {
        int count = 0;
        lock.lock();
        try {
            if (state == State.NEW) {
                state = State.OPEN;
                count = config.size();
                pending = count;
                scheduleShrink(Duration.ZERO);
            }
        } finally {
            lock.unlock();
        }
        if (count > 0) {
            connectFirst(count);
        }
        return opened;
    }

    private void connectFirst(int count) {
        List<CompletableFuture<@Nullable Throwable>> attempts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            attempts.add(connect());
        }
        CompletableFuture.allOf(attempts.toArray(new CompletableFuture<?>[0])).thenRun(() -> {
            List<Throwable> errors = new ArrayList<>();
            for (CompletableFuture<@Nullable Throwable> attempt : attempts) {
                Throwable error = attempt.join();
                if (error != null) {
                    errors.add(error);
                }
            }
            opened.complete(errors);
        });
    }

    /** Asks for a resource; the waiter is told at once or later. */
    public void acquire(Waiter<R> waiter) {
        acquire(waiter, false);
    }

    /** As {@link #acquire(Waiter)}, but dead places are revived even within {@code reconnectInterval} of a failure. */
    public void acquireUnthrottled(Waiter<R> waiter) {
        acquire(waiter, true);
    }

    private void acquire(Waiter<R> waiter, boolean unthrottled) {
        R granted = null;
        Throwable rejection = null;
        int connects = 0;
        lock.lock();
        try {
            rejection = refusal();
            if (rejection == null) {
                granted = pollFree();
                if (granted != null) {
                    waiter.waitingState(WaitingState.ENDED);
                    connects = reviveDead(unthrottled);
                } else if (waiters.size() >= config.maxWaiting()) {
                    rejection =
                            new PoolTimeoutException(describe("has " + waiters.size() + " callers waiting already"));
                } else if (busy + pending == 0 && !unthrottled && throttled()) {
                    rejection = notAvailable();
                } else {
                    enqueue(waiter);
                    connects = dead > 0 ? reviveDead(unthrottled) : stretch();
                }
            }
        } finally {
            lock.unlock();
        }
        connect(connects);
        if (granted != null) {
            waiter.granted(granted);
        } else if (rejection != null) {
            waiter.rejected(rejection);
        }
    }

    /** A free connection, if there is one this moment; null otherwise. Never queues, never opens. */
    public @Nullable R tryAcquire() {
        lock.lock();
        try {
            return refusal() == null ? pollFree() : null;
        } finally {
            lock.unlock();
        }
    }

    /** Stops waiting. True when the waiter was waiting; then it will hear nothing more. */
    public boolean withdraw(Waiter<R> waiter) {
        lock.lock();
        try {
            return waiters.withdraw(waiter);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives a resource back; a closed one becomes a dead place.
     *
     * @throws IllegalStateException when the resource was not handed out by this pool, or was given back already
     */
    public void release(R resource) {
        Waiter<R> next = null;
        int connects = 0;
        boolean close = false;
        lock.lock();
        try {
            if (resource.place != Place.BUSY) {
                throw new IllegalStateException("Tried to release a connection that is not busy in this pool");
            }
            if (state == State.CLOSED) {
                leave(resource);
                close = true;
            } else if (!resource.isOpen()) {
                leave(resource);
                dead++;
                connects = waiters.size() == 0 ? 0 : reviveDead(busy + pending == 0);
            } else {
                next = waiters.poll();
                if (next == null) {
                    busy--;
                    putFree(resource);
                }
            }
        } finally {
            lock.unlock();
        }
        if (close) {
            resource.close();
            announceDrained();
        }
        connect(connects);
        if (next != null) {
            next.granted(resource);
        }
    }

    /** Whether the resource is handed out at present. */
    public boolean isBusy(R resource) {
        lock.lock();
        try {
            return resource.place == Place.BUSY;
        } finally {
            lock.unlock();
        }
    }

    /** A resource has closed of its own accord. A free one becomes a dead place; a busy one when it is given back. */
    public void lost(R resource) {
        lock.lock();
        try {
            if (resource.place == Place.FREE && free.remove(resource)) {
                leave(resource);
                dead++;
            }
        } finally {
            lock.unlock();
        }
    }

    /** The counts at this moment. */
    public PoolCounts counts() {
        lock.lock();
        try {
            return new PoolCounts(free.size(), busy, pending, dead, waiters.size());
        } finally {
            lock.unlock();
        }
    }

    /** The resources there are, free and busy ones. */
    public List<R> members() {
        lock.lock();
        try {
            return List.copyOf(members);
        } finally {
            lock.unlock();
        }
    }

    /** Why the last attempt to connect failed; null when it did not. */
    public @Nullable Throwable lastFailure() {
        lock.lock();
        try {
            return lastFailure;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the pool was closed. */
    public boolean closed() {
        lock.lock();
        try {
            return state == State.CLOSED;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Refuses new callers, rejects those that wait and closes what is free. What is busy stays with its caller and is
     * closed when it comes back; {@link #closeBusy()} does not wait for that.
     *
     * @return completes when no connection is left, pending ones included
     * @throws PoolClosedException when the pool is closed already
     */
    public CompletableFuture<@Nullable Void> close() {
        List<Waiter<R>> rejected;
        List<R> idle;
        lock.lock();
        try {
            if (state == State.CLOSED) {
                throw new PoolClosedException("The pool " + config.name() + " is already closed");
            }
            state = State.CLOSED;
            cancel(waiterTimer);
            cancel(shrinkTimer);
            rejected = waiters.drain();
            idle = new ArrayList<>(free);
            free.clear();
            idle.forEach(this::leave);
            dead = 0;
        } finally {
            lock.unlock();
        }
        idle.forEach(Pooled::close);
        rejected.forEach(waiter -> waiter.rejected(closedError()));
        opened.complete(List.of(closedError()));
        announceDrained();
        return drained;
    }

    /** Closes what is busy under its callers' hands. */
    public void closeBusy() {
        members().forEach(Pooled::close);
    }

    // ---- under the lock -------------------------------------------------------------------------------------------

    private @Nullable Throwable refusal() {
        return switch (state) {
            case NEW -> new PoolException("The pool " + config.name() + " is not connected: call connect() first");
            case CLOSED -> closedError();
            case OPEN -> null;
        };
    }

    private PoolClosedException closedError() {
        return new PoolClosedException("The pool " + config.name() + " is closed");
    }

    private DatabaseNotAvailableException notAvailable() {
        Throwable cause = lastFailure;
        String reason = cause == null ? "" : ": " + cause.getMessage();
        return new DatabaseNotAvailableException("No database connection available" + reason, cause);
    }

    private @Nullable R pollFree() {
        for (R resource; (resource = free.pollLast()) != null; ) {
            if (resource.isOpen()) {
                resource.place = Place.BUSY;
                busy++;
                return resource;
            }
            resource.place = Place.GONE;
            members.remove(resource);
            dead++;
        }
        return null;
    }

    private void putFree(R resource) {
        resource.place = Place.FREE;
        resource.freeSinceNanos = clock.nanoTime();
        free.addLast(resource);
    }

    /** The resource is no longer of the pool. */
    private void leave(R resource) {
        if (resource.place == Place.BUSY) {
            busy--;
        }
        resource.place = Place.GONE;
        members.remove(resource);
    }

    private void enqueue(Waiter<R> waiter) {
        long deadline = waiter.ownDeadlineNanos();
        if (acquireNanos > 0) {
            deadline = WaiterQueue.earlier(deadline, clock.nanoTime() + acquireNanos);
        }
        waiter.waitDeadlineNanos(deadline);
        waiters.add(waiter);
        if (deadline != Waiter.NEVER && (armedDeadline == Waiter.NEVER || deadline - armedDeadline < 0)) {
            arm(deadline);
        }
    }

    /** One timer serves all waiters: it is set for the earliest deadline, and again each time it fires. */
    private void arm(long deadline) {
        cancel(waiterTimer);
        armedDeadline = deadline;
        waiterTimer = clock.schedule(Math.max(0, deadline - clock.nanoTime()), this::expireWaiters);
    }

    private boolean throttled() {
        return lastFailure != null && clock.nanoTime() - lastFailureNanos < reconnectNanos;
    }

    /** Turns all dead places into pending ones; returns how many connections to open. */
    private int reviveDead(boolean unthrottled) {
        if (dead == 0 || !unthrottled && throttled()) {
            return 0;
        }
        int revived = dead;
        dead = 0;
        pending += revived;
        return revived;
    }

    /** Adds pending places while more callers wait than connections are being opened. */
    private int stretch() {
        int wanted = waiters.size() - pending;
        int room = config.maxSize() - (free.size() + busy + pending + dead);
        int added = Math.max(0, Math.min(wanted, room));
        pending += added;
        return added;
    }

    private void scheduleShrink(Duration delay) {
        if (config.autoShrink() && state == State.OPEN) {
            shrinkTimer = clock.schedule(nanos(delay), this::shrink);
        }
    }

    private static void cancel(PoolClock.@Nullable Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
    }

    private String describe(String problem) {
        return "The pool " + config.name() + " " + problem + " (" + free.size() + " free, " + busy + " busy, " + dead
                + " dead, " + pending + " pending, " + waiters.size() + " waiting, at most " + config.maxSize() + ")";
    }

    // ---- outside the lock -----------------------------------------------------------------------------------------

    private void connect(int count) {
        for (int i = 0; i < count; i++) {
            connect();
        }
    }

    /** Opens one connection for a place that is pending already; the result is the error, null for success. */
    private CompletableFuture<@Nullable Throwable> connect() {
        CompletableFuture<@Nullable Throwable> ended = new CompletableFuture<>();
        CompletionStage<R> attempt;
        try {
            attempt = connector.get();
        } catch (RuntimeException e) {
            attempt = CompletableFuture.failedFuture(e);
        }
        attempt.whenComplete((resource, error) -> {
            Throwable failure =
                    error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
            if (failure == null) {
                connected(resource);
            } else {
                connectFailed(failure);
            }
            ended.complete(failure);
        });
        return ended;
    }

    private void connected(R resource) {
        Waiter<R> next = null;
        boolean close = false;
        lock.lock();
        try {
            pending--;
            if (state == State.CLOSED) {
                close = true;
            } else if (!resource.isOpen()) {
                dead++;
            } else {
                lastFailure = null;
                members.add(resource);
                next = waiters.poll();
                if (next == null) {
                    putFree(resource);
                } else {
                    resource.place = Place.BUSY;
                    busy++;
                }
            }
        } finally {
            lock.unlock();
        }
        if (close) {
            resource.close();
            announceDrained();
        } else if (next != null) {
            next.granted(resource);
        }
    }

    private void connectFailed(Throwable error) {
        List<Waiter<R>> rejected = List.of();
        Throwable reason = error;
        lock.lock();
        try {
            pending--;
            if (state != State.CLOSED) {
                dead++;
                lastFailure = error;
                lastFailureNanos = clock.nanoTime();
                if (free.isEmpty() && busy == 0 && pending == 0) {
                    rejected = waiters.drain();
                    reason = notAvailable();
                }
            }
        } finally {
            lock.unlock();
        }
        for (Waiter<R> waiter : rejected) {
            waiter.rejected(reason);
        }
        announceDrained();
    }

    private void announceDrained() {
        boolean empty;
        lock.lock();
        try {
            empty = state == State.CLOSED && members.isEmpty() && pending == 0;
        } finally {
            lock.unlock();
        }
        if (empty) {
            drained.complete(null);
        }
    }

    private void expireWaiters() {
        List<Waiter<R>> expired;
        String problem;
        lock.lock();
        try {
            armedDeadline = Waiter.NEVER;
            expired = waiters.expired(clock.nanoTime());
            problem = describe("had no free connection in time");
            long next = waiters.earliestDeadline();
            if (next != Waiter.NEVER && state == State.OPEN) {
                arm(next);
            }
        } finally {
            lock.unlock();
        }
        for (Waiter<R> waiter : expired) {
            waiter.rejected(new PoolTimeoutException(problem));
        }
    }

    /** Closes free connections that were not needed for {@code shrinkDelay}, the least recently used first. */
    private void shrink() {
        List<R> surplus = new ArrayList<>();
        lock.lock();
        try {
            long now = clock.nanoTime();
            long delay = nanos(config.shrinkDelay());
            for (Iterator<R> oldest = free.iterator(); oldest.hasNext() && free.size() > config.size(); ) {
                R resource = oldest.next();
                if (now - resource.freeSinceNanos < delay) {
                    break;
                }
                oldest.remove();
                leave(resource);
                surplus.add(resource);
            }
            scheduleShrink(config.shrinkPeriod());
        } finally {
            lock.unlock();
        }
        surplus.forEach(Pooled::close);
    }
}
