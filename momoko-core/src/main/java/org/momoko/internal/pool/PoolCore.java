package org.momoko.internal.pool;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.momoko.config.PoolConfig;
import org.momoko.error.OperationalException;
import org.momoko.error.PoolClosedException;
import org.momoko.error.PoolTimeoutException;
import org.momoko.event.CloseReason;
import org.momoko.event.PoolListener;
import org.momoko.event.PoolTotals;
import org.momoko.internal.pool.PoolState.Phase;
import org.momoko.internal.pool.Pooled.Place;
import org.momoko.internal.pool.Waiter.WaitingState;

/**
 * The state machine of the pool.
 *
 * <p><b>Places.</b> The pool has at most {@code maxSize} places. A place is <i>pending</i> (its connection is being
 * opened), <i>free</i>, <i>busy</i> or <i>dead</i> (its connection was lost or could not be opened). Always
 * {@code free + busy + pending + dead = total ≤ maxSize}. A connection that is being validated or closed counts as busy
 * until that is done, so that the server never sees more than {@code maxSize}.
 *
 * <p><b>Callers.</b> Free connections are reused last in, first out, so that those not needed grow old; callers that
 * wait are served first come, first served. A connection that becomes available goes to the oldest waiter and never
 * through <i>free</i>, so a newcomer cannot overtake. A connection that was idle for too long is pinged first; meanwhile
 * its caller waits like any other, and if the ping fails the next connection is tried.
 *
 * <p><b>Growing.</b> Another connection is opened when more callers wait than connections are being opened. Dead places
 * are revived first, all at once, so that callers that come together share one attempt for each; not within
 * {@code reconnectInterval} of a failed attempt. Only when no connection is free, busy or pending do waiting callers
 * fail, with the error of the last attempt as the cause.
 *
 * <p><b>Healing.</b> While places are dead and nobody asks, one of them tries from time to time; when it succeeds the
 * others follow, as far as {@code size} wants them. What is dead beyond {@code size} is forgotten.
 *
 * <p><b>Threads.</b> One lock guards everything; nothing foreign is called while it is held: each operation notes what
 * is to be done and does it after unlocking. Operations may be called from any thread.
 *
 * @param <R> what the pool hands out
 */
public final class PoolCore<R extends Pooled> {
    private final PoolConfig config;
    private final PoolClock clock;
    private final PoolEvents events;
    private final PoolTimers timers;
    private final Opener<R> opener;
    private final PoolState<R> state;
    private final CompletableFuture<List<Throwable>> opened = new CompletableFuture<>();

    /**
     * @param config sizes and times
     * @param connector opens one resource; called outside the lock
     * @param clock time and timers
     * @param listener hears what happens; null for nobody
     */
    public PoolCore(
            PoolConfig config,
            Supplier<? extends CompletionStage<R>> connector,
            PoolClock clock,
            @Nullable PoolListener listener) {
        this.config = config;
        this.clock = clock;
        this.events = new PoolEvents(config.name(), listener);
        this.timers = new PoolTimers(config, clock, this::expireWaiters, this::shrink, this::heal);
        this.opener = new Opener<>(connector, clock, events, this::connected, this::connectFailed);
        this.state = new PoolState<>(config, clock, events, timers, opener::open);
    }

    /**
     * Opens the first {@code size} connections.
     *
     * @return completes when every attempt has ended, with the errors of those that failed; the same stage for every
     *     call; fails with {@link PoolClosedException} when the pool is closed before
     */
    public CompletableFuture<List<Throwable>> open() {
        boolean first;
        state.lock();
        try {
            first = state.phase == Phase.NEW;
            if (first) {
                state.phase = Phase.OPEN;
                state.places.add(config.size());
                timers.shrinkAfter(Duration.ZERO);
            }
        } finally {
            state.unlock();
        }
        if (first) {
            opener.openAll(config.size()).thenAccept(opened::complete);
        }
        return opened;
    }

    // ---- callers --------------------------------------------------------------------------------------------------

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
        Throwable rejection;
        state.lock();
        try {
            rejection = state.refusal();
            if (rejection == null) {
                granted = state.takeFree();
                if (granted == null) {
                    rejection = state.await(waiter, unthrottled);
                } else {
                    state.reviveDead(unthrottled);
                    if (state.needsValidation(granted)) {
                        state.enqueue(waiter);
                        validateLater(granted);
                        granted = null;
                    } else {
                        waiter.waitingState(WaitingState.ENDED);
                    }
                }
            }
        } finally {
            state.unlock();
        }
        if (granted != null) {
            grant(waiter, granted, 0);
        } else if (rejection != null) {
            waiter.rejected(rejection);
        }
    }

    /** A free connection, if there is one this moment; null otherwise. Never queues, never opens. */
    public @Nullable R tryAcquire() {
        state.lock();
        try {
            return state.refusal() == null ? state.takeFree() : null;
        } finally {
            state.unlock();
        }
    }

    /** Stops waiting. True when the waiter was waiting; then it will hear nothing more. */
    public boolean withdraw(Waiter<R> waiter) {
        state.lock();
        try {
            return state.waiters.withdraw(waiter);
        } finally {
            state.unlock();
        }
    }

    /**
     * Gives a resource back; a closed one becomes a dead place. After the pool was closed it is closed quietly.
     *
     * @throws IllegalStateException when the resource was not handed out by this pool, or was given back already
     */
    public void release(R resource) {
        Waiter<R> next = null;
        state.lock();
        try {
            if (resource.place != Place.BUSY) {
                if (state.phase == Phase.CLOSED && resource.ended) {
                    return;
                }
                throw new IllegalStateException("Tried to release a connection that is not busy in this pool");
            }
            next = state.settle(resource);
        } finally {
            state.unlock();
        }
        if (events.listening()) {
            long usage = clock.nanoTime() - resource.grantedNanos;
            events.tell(listener -> listener.released(usage));
        }
        grantWaiting(next, resource);
    }

    private void grantWaiting(@Nullable Waiter<R> waiter, R resource) {
        if (waiter != null) {
            grant(waiter, resource, events.listening() ? clock.nanoTime() - waiter.waitingSinceNanos() : 0);
        }
    }

    private void grant(Waiter<R> waiter, R resource, long waitedNanos) {
        if (events.listening()) {
            resource.grantedNanos = clock.nanoTime();
            events.tell(listener -> listener.acquired(waitedNanos));
        }
        waiter.granted(resource);
    }

    // ---- callers that share ---------------------------------------------------------------------------------------

    /** How many riders wait; may lag behind by a moment. */
    int ridersWaiting() {
        return state.waiters.riders();
    }

    /** How many wait for a resource of their own; may lag behind by a moment. */
    int othersWaiting() {
        return state.waiters.others();
    }

    /** Takes the oldest rider out of the queue; null when none waits. */
    @Nullable
    Rider<R> pollRider() {
        return read(state.waiters::pollRider);
    }

    /** A rider got its place: one that has waited, or null for one that has not. */
    void boarded(@Nullable Rider<R> rider) {
        if (events.listening()) {
            long waited = rider == null ? 0 : clock.nanoTime() - rider.waitingSinceNanos();
            events.tell(listener -> listener.acquired(waited));
        }
    }

    private void expireWaiters() {
        List<Waiter<R>> expired;
        String problem;
        long now = clock.nanoTime();
        state.lock();
        try {
            timers.waitersExpired();
            expired = state.waiters.expired(now);
            events.countTimeouts(expired.size());
            problem = state.describe("had no free connection in time");
            if (state.phase == Phase.OPEN) {
                timers.expireWaitersAt(state.waiters.earliestDeadline());
            }
        } finally {
            state.unlock();
        }
        for (Waiter<R> waiter : expired) {
            if (events.listening()) {
                events.tell(listener -> listener.acquireTimedOut(now - waiter.waitingSinceNanos()));
            }
            waiter.rejected(new PoolTimeoutException(problem));
        }
    }

    // ---- validation -----------------------------------------------------------------------------------------------

    private void validateLater(R resource) {
        state.validating++;
        state.afterUnlock(
                () -> resource.validate().whenComplete((answer, error) -> validated(resource, error == null)));
    }

    private void validated(R resource, boolean alive) {
        Waiter<R> next = null;
        R given = resource;
        state.lock();
        try {
            state.validating--;
            if (resource.place != Place.BUSY) {
                // the pool was closed meanwhile, and the connection with it
                return;
            }
            if (alive || state.phase == Phase.CLOSED) {
                next = state.settle(resource);
            } else {
                state.startClosing(resource, CloseReason.VALIDATION);
                R other = state.waiters.size() > state.validating ? state.takeFree() : null;
                if (other != null && state.needsValidation(other)) {
                    validateLater(other);
                } else if (other != null) {
                    given = other;
                    next = state.settle(other);
                }
            }
        } finally {
            state.unlock();
        }
        grantWaiting(next, given);
    }

    // ---- connections ----------------------------------------------------------------------------------------------

    private void connected(R resource) {
        Waiter<R> next = null;
        state.lock();
        try {
            if (state.phase == Phase.OPEN && !resource.isOpen()) {
                state.attemptFailed(new OperationalException("The connection was lost as soon as it was open"));
                state.afterUnlock(resource::close);
                return;
            }
            state.places.join(resource);
            events.countCreated();
            if (state.phase == Phase.OPEN) {
                state.attemptSucceeded();
                resource.lifetimeTimer = timers.lifetime(() -> retire(resource, CloseReason.LIFETIME));
            }
            next = state.settle(resource);
        } finally {
            state.unlock();
        }
        grantWaiting(next, resource);
    }

    private void connectFailed(Throwable error) {
        change(() -> state.attemptFailed(error));
    }

    /**
     * A resource has ended, of its own accord or because it was told to. A free one becomes a dead place; a busy one
     * when it is given back.
     */
    public void lost(R resource) {
        change(() -> state.ended(resource));
    }

    /** Has a connection replaced: now if it is free, when it is given back if it is busy. */
    public void retire(R resource, CloseReason reason) {
        change(() -> state.retire(resource, reason));
    }

    /** Has every connection replaced: free ones now, busy ones when they are given back. */
    public void evict() {
        change(() -> state.places.members().forEach(member -> state.retire(member, CloseReason.EVICTED)));
    }

    private void heal() {
        change(() -> {
            timers.healed();
            state.heal();
        });
    }

    /** Closes free connections that were not needed for {@code shrinkDelay}, the least recently used first. */
    private void shrink() {
        change(() -> {
            if (state.phase == Phase.OPEN) {
                long latest = clock.nanoTime() - PoolTimers.nanos(config.shrinkDelay());
                for (R resource : state.places.takeSurplus(latest)) {
                    state.startClosing(resource, CloseReason.SHRUNK);
                }
                timers.shrinkAfter(config.shrinkPeriod());
            }
        });
    }

    private void change(Runnable change) {
        state.lock();
        try {
            change.run();
        } finally {
            state.unlock();
        }
    }

    // ---- what others want to know ---------------------------------------------------------------------------------

    /** The counts at this moment. */
    public PoolCounts counts() {
        return read(() -> state.places.counts(state.waiters.size()));
    }

    /** What happened so far. */
    public PoolTotals totals() {
        return read(events::totals);
    }

    /** The resources there are: free, busy, and being closed. */
    public List<R> members() {
        return read(state.places::members);
    }

    /** Whether there is a listener. */
    public boolean listening() {
        return events.listening();
    }

    /** Tells the listener, if there is one, what the pool itself does not see. */
    public void tell(Consumer<PoolListener> event) {
        events.tell(event);
    }

    /** Why the last attempt to connect failed; null when it did not. */
    public @Nullable Throwable lastFailure() {
        return read(state.failures::last);
    }

    /** Whether the pool was closed. */
    public boolean closed() {
        return read(() -> state.phase == Phase.CLOSED);
    }

    private <T extends @Nullable Object> T read(Supplier<T> value) {
        state.lock();
        try {
            return value.get();
        } finally {
            state.unlock();
        }
    }

    // ---- the end --------------------------------------------------------------------------------------------------

    /**
     * Refuses new callers, rejects those that wait and closes what is free. What is busy stays with its caller and is
     * closed when it comes back; {@link #closeBusy()} does not wait for that.
     *
     * @return completes when no connection is left, pending ones included
     * @throws PoolClosedException when the pool is closed already
     */
    public CompletableFuture<@Nullable Void> close() {
        state.lock();
        try {
            if (state.phase == Phase.CLOSED) {
                throw new PoolClosedException("The pool " + config.name() + " is already closed");
            }
            timers.cancelAll();
            state.close();
            state.afterUnlock(() -> opened.completeExceptionally(state.closedError()));
        } finally {
            state.unlock();
        }
        return state.drained;
    }

    /** Closes what is busy under its callers' hands. */
    public void closeBusy() {
        members().forEach(Pooled::close);
    }
}
