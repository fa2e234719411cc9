package org.momoko.testing;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** What a {@link TcpProxy} does with the bytes that pass, shared by all its connections and changed by the test at any time. */
final class ProxyRules {

    private static final long NO_CUT = Long.MAX_VALUE;

    private boolean paused;
    private boolean dropping;
    private long dropped;
    private long delayNanos;
    private long bytesUntilCut = NO_CUT;

    synchronized void pause() {
        paused = true;
    }

    synchronized void dropServerBytes() {
        dropping = true;
        dropped = 0;
    }

    synchronized void delayResponses(Duration delay) {
        delayNanos = delay.toNanos();
    }

    synchronized void cutAfterBytesToClient(long bytes) {
        bytesUntilCut = bytes;
    }

    synchronized void resume() {
        paused = false;
        dropping = false;
        notifyAll();
    }

    /** Wakes those who wait here, to see whether their connection still lives. */
    synchronized void wake() {
        notifyAll();
    }

    synchronized boolean dropping() {
        return dropping;
    }

    /** Whether bytes that are on their way to the client are to be dropped; then they count as that. */
    synchronized boolean drops(int bytes) {
        if (dropping) {
            dropped += bytes;
        }
        return dropping;
    }

    synchronized long dropped() {
        return dropped;
    }

    /**
     * Decides over bytes on their way to the client: returns -1 if all may go, else how many may still go before the connection is to be
     * cut. Such a cut happens once.
     */
    synchronized int bytesBeforeCut(int bytes) {
        if (bytesUntilCut == NO_CUT) {
            return -1;
        }
        if (bytes < bytesUntilCut) {
            bytesUntilCut -= bytes;
            return -1;
        }
        int allowed = (int) bytesUntilCut;
        bytesUntilCut = NO_CUT;
        return allowed;
    }

    /** Waits until bytes may pass, and if they go to the client, the delay before; returns false if the connection ended meanwhile. */
    synchronized boolean awaitPassage(boolean toClient, BooleanSupplier ended) throws InterruptedException {
        long deadline = System.nanoTime() + delayNanos;
        while (!ended.getAsBoolean()) {
            long remainingNanos = toClient && delayNanos > 0 ? deadline - System.nanoTime() : 0;
            if (paused) {
                wait();
            } else if (remainingNanos > 0) {
                wait(remainingNanos / 1_000_000 + 1);
            } else {
                return true;
            }
        }
        return false;
    }
}
