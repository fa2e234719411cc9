package org.momoko.internal.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.momoko.config.PoolConfig;

/**
 * Lets several callers share a resource of the pool at the same time. For the pool a lane is one busy resource.
 *
 * <p><b>Which lane.</b> The oldest one that has room; of those with room one that is driven by the calling thread, if
 * there is any. A lane has room while fewer than {@code depth} riders have a place there and their work will not take too
 * long together. So few resources are busy, which costs a server least, and the next one is used when these are. A lane
 * that has not answered for too long gets nobody until it does: somebody slow is ahead there.
 *
 * <p><b>Waiting.</b> Where no lane has room the rider waits in the pool's queue like any other caller, with the same
 * limits, and is granted a resource of its own, which becomes another lane; or it is called from there to a lane where
 * somebody has left. Nobody overtakes a waiting rider.
 *
 * <p><b>Those who want a resource for themselves.</b> While they wait, as many of the youngest lanes take nobody any more;
 * a lane without riders goes back to the pool, and there to the oldest waiter of either sort. A lane that was opened for a
 * rider out of the queue takes all who wait with it, once, so that they are not starved either.
 *
 * <p><b>Threads.</b> One lock, under which the pool's lock may be taken, never the other way round; nothing foreign is
 * called while it is held. Operations may be called from any thread.
 *
 * @param <R> what the pool hands out
 */
public final class Lanes<R extends Pooled> {
    /** As many as keep a server's process busy without pause; more on one lane only wait there (decision 13). */
    private static final int USUAL_DEPTH = 16;

    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(4);
    /** Longer than a busy machine keeps a process from running. */
    private static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final long MOST_WORK_NANOS = TimeUnit.MILLISECONDS.toNanos(4);
    /** The way to the server and back is no work: so many times its duration is granted on top. */
    private static final int ROUND_TRIPS = 4;

    private final PoolCore<R> core;
    private final PoolClock clock;
    private final Consumer<R> giveBack;
    private final int depth;
    private final ReentrantLock lock = new ReentrantLock();
    /** Oldest first. */
    private final List<R> lanes = new ArrayList<>();

    /** The least that anybody has seen; 0 before the first. */
    private volatile long roundTripNanos;

    private volatile boolean closed;

    /** @param giveBack releases a lane that nobody uses any more; called outside the locks */
    public Lanes(PoolCore<R> core, PoolConfig config, PoolClock clock, Consumer<R> giveBack) {
        this.core = core;
        this.clock = clock;
        this.giveBack = giveBack;
        this.depth = depth(config);
    }

    /** How many riders a lane takes. Those of a strict pool that ask for sharing themselves get the usual. */
    static int depth(PoolConfig config) {
        return config.pipelining() > 1 ? config.pipelining() : USUAL_DEPTH;
    }

    /** Takes a place in a lane, or waits for one. */
    public void enter(Rider<R> rider) {
        R lane = closed || core.ridersWaiting() > 0 ? null : board(rider.workNanos());
        if (lane == null) {
            core.acquire(rider);
        } else {
            core.boarded(null);
            rider.boarded(lane);
        }
    }

    private @Nullable R board(int workNanos) {
        lock.lock();
        try {
            R chosen = null;
            long now = clock.nanoTime();
            int left = mayTake(now);
            for (int i = 0; i < lanes.size() && left > 0; i++) {
                R lane = lanes.get(i);
                if (moves(lane, now)) {
                    left--;
                    if (hasRoom(lane) && (chosen == null || lane.near())) {
                        chosen = lane;
                        if (lane.near()) {
                            break;
                        }
                    }
                }
            }
            if (chosen != null) {
                chosen.lane.add(workNanos);
            }
            return chosen;
        } finally {
            lock.unlock();
        }
    }

    /** A rider was granted a resource: it becomes a lane, for those too who wait with the rider. */
    public void open(R resource, Rider<R> rider) {
        lock.lock();
        try {
            resource.lane.open(clock.nanoTime());
            resource.lane.add(rider.workNanos());
            lanes.add(resource);
        } finally {
            lock.unlock();
        }
        rider.boarded(resource);
        fill(resource, true);
    }

    private void fill(R lane, boolean always) {
        while (!closed && core.ridersWaiting() > 0) {
            Rider<R> next;
            lock.lock();
            try {
                // without riders it has gone back meanwhile, and may be somebody else's
                next = lane.lane.riders == 0 ? null : call(lane, always);
            } finally {
                lock.unlock();
            }
            if (next == null) {
                return;
            }
            core.boarded(next);
            next.boarded(lane);
        }
    }

    /** Calls the oldest waiting rider to a lane, if the lane may take one. Under the lock. */
    private @Nullable Rider<R> call(R lane, boolean always) {
        if (core.ridersWaiting() == 0 || closed) {
            return null;
        }
        long now = clock.nanoTime();
        if (!moves(lane, now) || !hasRoom(lane) || !always && !isAmongFirst(lane, mayTake(now), now)) {
            return null;
        }
        Rider<R> next = core.pollRider();
        if (next != null) {
            lane.lane.add(next.workNanos());
        }
        return next;
    }

    /**
     * A rider leaves its place, to one who waits or to nobody.
     *
     * @param answeredNanos when the rider was answered, by the pool's clock
     * @return how long those behind it have waited for its sake
     */
    public long leave(R lane, Rider<R> rider, long answeredNanos) {
        Rider<R> next;
        boolean more;
        boolean empty;
        long took;
        lock.lock();
        try {
            LaneNotes notes = lane.lane;
            notes.remove(rider.workNanos());
            took = Math.max(0, answeredNanos - notes.answeredNanos);
            notes.answeredNanos += took;
            next = call(lane, false);
            more = next != null && hasRoom(lane);
            empty = notes.riders == 0;
            if (empty) {
                lanes.remove(lane);
            }
        } finally {
            lock.unlock();
        }
        if (empty) {
            giveBack.accept(lane);
        } else if (next != null) {
            core.boarded(next);
            next.boarded(lane);
            if (more) {
                fill(lane, false);
            }
        }
        return took;
    }

    /** Refuses new riders from now on, for the pool is closed. */
    public void close() {
        closed = true;
    }

    // ---- what a lane may do ---------------------------------------------------------------------------------------

    private boolean hasRoom(R lane) {
        return lane.lane.riders < depth && lane.lane.workNanos < mostWorkNanos();
    }

    private boolean moves(R lane, long now) {
        return now - lane.lane.answeredNanos <= patienceNanos() && lane.closeReason == null && lane.takesMore();
    }

    /** How many of the lanes that move may take riders: all but as many as others wait for. */
    private int mayTake(long now) {
        int others = core.othersWaiting();
        if (others == 0) {
            return Integer.MAX_VALUE;
        }
        int moving = 0;
        for (R lane : lanes) {
            if (moves(lane, now)) {
                moving++;
            }
        }
        return moving - others;
    }

    private boolean isAmongFirst(R lane, int count, long now) {
        if (count >= lanes.size()) {
            return true;
        }
        int left = count;
        for (R candidate : lanes) {
            if (left <= 0) {
                return false;
            }
            if (candidate == lane) {
                return true;
            }
            if (moves(candidate, now)) {
                left--;
            }
        }
        return false;
    }

    // ---- what is short, and what is long --------------------------------------------------------------------------

    /** A rider that had a resource for itself was answered after so long. */
    public void ranAlone(long nanos) {
        if (nanos < roundTripNanos || roundTripNanos == 0) {
            roundTripNanos = nanos;
        }
    }

    /** What takes no longer is not slow, whatever the text. */
    public long graceNanos() {
        return SLOW_NANOS + ROUND_TRIPS * roundTripNanos;
    }

    /** A lane without an answer for so long gets nobody. */
    private long patienceNanos() {
        return PATIENCE_NANOS + ROUND_TRIPS * roundTripNanos;
    }

    /** The most work that a lane takes, in nanoseconds. */
    public long mostWorkNanos() {
        return MOST_WORK_NANOS + ROUND_TRIPS * roundTripNanos;
    }
}
