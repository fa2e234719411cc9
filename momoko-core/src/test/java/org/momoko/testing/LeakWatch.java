package org.momoko.testing;

import io.netty.buffer.ByteBufAllocator;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Finds Netty buffers that were thrown away without being released. */
final class LeakWatch {

    private static final Duration COLLECTION_LIMIT = Duration.ofSeconds(2);

    /** The second one collects what only finalisation or a thread that was ending had kept. */
    private static final int ROUNDS = 2;

    private LeakWatch() {}

    /**
     * The leaks reported since the last call. Buffers must have been collected for that, so this forces a garbage collection; the
     * detector then reports when the next buffer is allocated.
     */
    static List<String> leaks() {
        List<String> leaks = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            collectGarbage();
            ByteBufAllocator.DEFAULT.directBuffer(1).release();
            leaks.addAll(LogWatch.attached().takeLeaks());
        }
        return leaks;
    }

    /** Returns when the collector has queued the references to what it found, told by one reference of our own. */
    private static void collectGarbage() {
        ReferenceQueue<Object> queue = new ReferenceQueue<>();
        WeakReference<Object> canary = new WeakReference<>(new Object(), queue);
        System.gc();
        try {
            queue.remove(COLLECTION_LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        canary.clear();
    }
}
