package org.momoko.internal.pool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.momoko.internal.pool.Pooled.Place;

/**
 * The places of a pool and who stands where: pure bookkeeping, guarded by the pool's lock. Dead and pending places are
 * mere counts.
 */
final class Places<R extends Pooled> {
    private final int size;
    private final int maxSize;
    /** Least recently used first: callers are served from the end, shrinking takes from the front. */
    private final ArrayDeque<R> free = new ArrayDeque<>();

    private final List<R> members = new ArrayList<>();
    private int busy;
    private int pending;
    private int dead;

    Places(int size, int maxSize) {
        this.size = size;
        this.maxSize = maxSize;
    }

    // ---- connections ----------------------------------------------------------------------------------------------

    /** A connection that was being opened is of the pool; the caller says next where it goes. */
    void join(R resource) {
        pending--;
        members.add(resource);
        resource.place = Place.BUSY;
        busy++;
    }

    /** From busy to free. */
    void toFree(R resource, long now) {
        busy--;
        resource.place = Place.FREE;
        resource.freeSinceNanos = now;
        free.addLast(resource);
    }

    /** The free one that was used last, which is busy now; null when none is free. */
    @Nullable
    R takeNewest() {
        R resource = free.pollLast();
        if (resource != null) {
            resource.place = Place.BUSY;
            busy++;
        }
        return resource;
    }

    /** As many of those used least recently as are free beyond {@code size} and since then; they are busy now. */
    List<R> takeSurplus(long freeSinceNanos) {
        List<R> surplus = new ArrayList<>();
        for (Iterator<R> oldest = free.iterator(); oldest.hasNext() && free.size() > size; ) {
            R resource = oldest.next();
            if (resource.freeSinceNanos - freeSinceNanos > 0) {
                break;
            }
            oldest.remove();
            resource.place = Place.BUSY;
            busy++;
            surplus.add(resource);
        }
        return surplus;
    }

    /** From free to busy. */
    void take(R resource) {
        free.remove(resource);
        resource.place = Place.BUSY;
        busy++;
    }

    /** From busy out of the pool. */
    void leave(R resource) {
        busy--;
        resource.place = Place.GONE;
        members.remove(resource);
    }

    List<R> members() {
        return List.copyOf(members);
    }

    List<R> membersAt(Place place) {
        List<R> found = new ArrayList<>();
        for (R member : members) {
            if (member.place == place) {
                found.add(member);
            }
        }
        return found;
    }

    // ---- places without a connection ------------------------------------------------------------------------------

    /** New pending places, at most as many as there is room for; returns how many. */
    int add(int wanted) {
        int added = Math.max(0, Math.min(wanted, maxSize - total()));
        pending += added;
        return added;
    }

    /** As many dead places as wanted turn pending; returns how many did. */
    int revive(int wanted) {
        int revived = Math.max(0, Math.min(wanted, dead));
        dead -= revived;
        pending += revived;
        return revived;
    }

    /** A pending place is dead. */
    void attemptFailed() {
        pending--;
        dead++;
    }

    /** A pending place is given up, since the pool is closed. */
    void attemptDropped() {
        pending--;
    }

    void addDead(int count) {
        dead += count;
    }

    void forgetDead() {
        dead = 0;
    }

    // ---- counts ---------------------------------------------------------------------------------------------------

    int dead() {
        return dead;
    }

    int pending() {
        return pending;
    }

    /** Places that have a connection, or are about to get one. */
    int live() {
        return free.size() + busy + pending;
    }

    int total() {
        return live() + dead;
    }

    boolean empty() {
        return members.isEmpty() && pending == 0;
    }

    PoolCounts counts(int waiting) {
        return new PoolCounts(free.size(), busy, pending, dead, waiting);
    }
}
