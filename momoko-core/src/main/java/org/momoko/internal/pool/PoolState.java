package org.momoko.internal.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.momoko.config.PoolConfig;
import org.momoko.error.PoolClosedException;
import org.momoko.error.PoolException;
import org.momoko.error.PoolTimeoutException;
import org.momoko.event.CloseReason;
import org.momoko.internal.pool.Pooled.Place;

/**
 * The pool under its lock: what every operation is made of. A method here may be called only between {@link #lock()} and
 * {@link #unlock()}; what has to be done outside the lock is noted, and done by {@code unlock}.
 */
final class PoolState<R extends Pooled> {
    /** What the pool is ready for. */
    enum Phase {
        /** Made, not yet opened. Goes to OPEN or CLOSED. */
        NEW,
        /** Serving callers. Goes to CLOSED. */
        OPEN,
        /** Closed for good. */
        CLOSED
    }

    private final PoolConfig config;
    private final PoolClock clock;
    private final PoolEvents events;
    private final PoolTimers timers;
    private final Runnable open;
    /** How many of those who would share one resource serves. */
    private final int depth;

    private final long acquireNanos;
    private final long validationNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable List<Runnable> afterUnlock;

    final Places<R> places;
    final WaiterQueue<R> waiters;
    final Failures failures;
    final CompletableFuture<@Nullable Void> drained = new CompletableFuture<>();
    Phase phase = Phase.NEW;
    /** Connections of which an answer to a ping is awaited, each for the sake of one waiter. */
    int validating;
    /** One dead place tries to connect, and those that {@code size} wants wait for the outcome. */
    private boolean healing;

    /** @param open opens one connection, outside the lock */
    PoolState(PoolConfig config, PoolClock clock, PoolEvents events, PoolTimers timers, Runnable open) {
        this.config = config;
        this.clock = clock;
        this.events = events;
        this.timers = timers;
        this.open = open;
        this.places = new Places<>(config.size(), config.maxSize());
        this.failures = new Failures(PoolTimers.nanos(config.reconnectInterval()));
        this.depth = Lanes.depth(config);
        this.acquireNanos = PoolTimers.nanos(config.acquireTimeout());
        this.waiters = new WaiterQueue<>(acquireNanos);
        this.validationNanos = PoolTimers.nanos(config.idleValidation());
    }

    void lock() {
        lock.lock();
    }

    void unlock() {
        List<Runnable> tasks = afterUnlock;
        afterUnlock = null;
        lock.unlock();
        if (tasks != null) {
            tasks.forEach(Runnable::run);
        }
    }

    void afterUnlock(Runnable task) {
        if (afterUnlock == null) {
            afterUnlock = new ArrayList<>();
        }
        afterUnlock.add(task);
    }

    // ---- callers
    // -----------------------------------------------------------------------------------------------------

    @Nullable
    Throwable refusal() {
        return switch (phase) {
            case NEW -> new PoolException("The pool " + config.name() + " is not connected: call connect() first");
            case CLOSED -> closedError();
            case OPEN -> null;
        };
    }

    PoolClosedException closedError() {
        return new PoolClosedException("The pool " + config.name() + " is closed");
    }

    @Nullable
    R takeFree() {
        for (R resource; (resource = places.takeNewest()) != null; ) {
            if (resource.isOpen()) {
                return resource;
            }
            startClosing(resource, CloseReason.LOST);
        }
        return null;
    }

    boolean needsValidation(R resource) {
        return validationNanos > 0 && clock.nanoTime() - resource.freeSinceNanos > validationNanos;
    }

    /** Queues a caller; the result is why that cannot be, or null. */
    @Nullable
    Throwable await(Waiter<R> waiter, boolean unthrottled) {
        if (waiters.size() >= config.maxWaiting()) {
            return new PoolTimeoutException(describe("has " + waiters.size() + " callers waiting already"));
        }
        if (places.live() == 0 && !unthrottled && failures.recent(clock.nanoTime())) {
            return failures.notAvailable();
        }
        enqueue(waiter);
        connectForWaiters(unthrottled);
        return null;
    }

    void enqueue(Waiter<R> waiter) {
        if (acquireNanos > 0 || events.listening()) {
            waiter.waitingSinceNanos(clock.nanoTime());
        }
        timers.expireWaitersAt(waiters.add(waiter));
    }

    /**
     * A busy connection has nothing to do: it goes to the oldest waiter, which is returned and to be told; or to the free
     * ones; or it is closed, if there is a reason.
     */
    @Nullable
    Waiter<R> settle(R resource) {
        CloseReason reason = reasonToClose(resource);
        if (reason != null) {
            startClosing(resource, reason);
            return null;
        }
        Waiter<R> next = waiters.poll();
        if (next == null) {
            places.toFree(resource, clock.nanoTime());
        }
        return next;
    }

    private void rejectAll(Throwable error) {
        List<Waiter<R>> rejected = waiters.drain();
        afterUnlock(() -> rejected.forEach(waiter -> waiter.rejected(error)));
    }

    String describe(String problem) {
        return "The pool " + config.name() + " " + problem + " (" + places.counts(waiters.size()) + ", at most "
                + config.maxSize() + ")";
    }

    // ---- opening
    // -----------------------------------------------------------------------------------------------------

    /** Opens what the waiting callers need: dead places first; new ones only when none is dead. */
    private void connectForWaiters(boolean unthrottled) {
        if (places.dead() > 0) {
            reviveDead(unthrottled || places.live() == 0);
        } else {
            connectLater(places.add(waiters.resourcesWanted(depth) - places.pending() - validating));
        }
    }

    void reviveDead(boolean unthrottled) {
        if (places.dead() > 0 && (unthrottled || !failures.recent(clock.nanoTime()))) {
            connectLater(places.revive(places.dead()));
        }
    }

    /** An attempt has failed. Waiting callers hear of it only when there is nothing left to wait for. */
    void attemptFailed(Throwable error) {
        if (phase == Phase.CLOSED) {
            places.attemptDropped();
            announceDrained();
            return;
        }
        healing = false;
        places.attemptFailed();
        failures.failed(error, clock.nanoTime());
        if (places.live() == 0) {
            rejectAll(failures.notAvailable());
        }
        healLater();
    }

    /** An attempt has succeeded. If it went ahead of others, these follow, as far as {@code size} wants them. */
    void attemptSucceeded() {
        failures.succeeded();
        if (healing) {
            healing = false;
            connectLater(places.revive(config.size() - places.live()));
        }
    }

    /** Nobody asked for a while and places are dead: one tries, or those that are not needed are forgotten. */
    void heal() {
        if (phase != Phase.OPEN) {
            return;
        }
        if (waiters.size() > 0) {
            connectForWaiters(false);
        } else if (places.live() >= config.size()) {
            places.forgetDead();
        } else if (places.pending() == 0 && !failures.recent(clock.nanoTime())) {
            healing = true;
            connectLater(places.revive(1));
        }
        healLater();
    }

    /** A connection has gone: opens what the callers need, or else what {@code size} wants. */
    private void makeUp() {
        if (waiters.size() > 0) {
            connectForWaiters(false);
        } else {
            int missing = config.size() - places.total();
            if (missing > 0 && failures.recent(clock.nanoTime())) {
                places.addDead(missing);
            } else {
                connectLater(places.add(missing));
            }
        }
        healLater();
    }

    private void healLater() {
        if (places.dead() > 0 && phase == Phase.OPEN) {
            timers.healAfter(failures.delayNanos());
        }
    }

    private void connectLater(int count) {
        for (int i = 0; i < count; i++) {
            afterUnlock(open);
        }
    }

    // ---- closing
    // -----------------------------------------------------------------------------------------------------

    void close() {
        phase = Phase.CLOSED;
        for (R resource : places.membersAt(Place.FREE)) {
            places.take(resource);
            startClosing(resource, CloseReason.POOL_CLOSED);
        }
        places.forgetDead();
        rejectAll(closedError());
        announceDrained();
    }

    private @Nullable CloseReason reasonToClose(R resource) {
        if (phase == Phase.CLOSED) {
            return CloseReason.POOL_CLOSED;
        }
        return resource.isOpen() ? resource.closeReason : CloseReason.LOST;
    }

    /** Closes a connection that is free or busy; has it closed when it is given back if a caller has it. */
    void retire(R resource, CloseReason reason) {
        if (resource.place == Place.FREE) {
            places.take(resource);
            startClosing(resource, reason);
        } else if (resource.place == Place.BUSY) {
            resource.closeReason = reason;
        }
    }

    /** A busy connection is told to close; it counts as busy until it has. */
    void startClosing(R resource, CloseReason reason) {
        resource.place = Place.CLOSING;
        resource.closeReason = reason;
        afterUnlock(resource::close);
        if (resource.ended) {
            endClosing(resource);
        }
    }

    /** The resource has ended. */
    void ended(R resource) {
        resource.ended = true;
        if (resource.place == Place.FREE) {
            places.take(resource);
            startClosing(resource, CloseReason.LOST);
        } else if (resource.place == Place.CLOSING) {
            endClosing(resource);
        } else if (resource.place == Place.BUSY && phase == Phase.CLOSED) {
            startClosing(resource, CloseReason.POOL_CLOSED);
        }
    }

    private void endClosing(R resource) {
        CloseReason reason = resource.closeReason == null ? CloseReason.LOST : resource.closeReason;
        places.leave(resource);
        PoolTimers.cancel(resource.lifetimeTimer);
        events.countClosed(reason);
        if (events.listening()) {
            afterUnlock(() -> events.tell(listener -> listener.connectionClosed(reason)));
        }
        if (phase == Phase.CLOSED) {
            announceDrained();
            return;
        }
        if (reason == CloseReason.LOST || reason == CloseReason.VALIDATION) {
            places.addDead(1);
        }
        makeUp();
    }

    private void announceDrained() {
        if (phase == Phase.CLOSED && places.empty()) {
            afterUnlock(() -> drained.complete(null));
        }
    }
}
