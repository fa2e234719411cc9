package org.momoko.internal.pool;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A resource without a server: a test lets it die, and decides when a close has been carried out. */
final class FakeResource extends Pooled {
    final int number;
    private final Consumer<FakeResource> end;
    private final AtomicBoolean inUse = new AtomicBoolean();
    private volatile boolean open = true;
    private volatile boolean closeAsked;
    /** Set before use: then {@link #close()} asks only, and {@link #endClose()} ends. */
    volatile boolean closesLate;

    volatile @Nullable CompletableFuture<@Nullable Void> ping;

    /** @param end told of the end, once */
    FakeResource(int number, Consumer<FakeResource> end) {
        this.number = number;
        this.end = end;
    }

    @Override
    protected boolean isOpen() {
        return open;
    }

    boolean closed() {
        return !open;
    }

    /** Whether the pool, or anybody, has asked to close it. */
    boolean closeAsked() {
        return closeAsked;
    }

    @Override
    protected void close() {
        closeAsked = true;
        if (!closesLate) {
            die();
        }
    }

    void endClose() {
        die();
    }

    /** It ends of its own accord. */
    void die() {
        boolean first;
        synchronized (this) {
            first = open;
            open = false;
        }
        if (first) {
            end.accept(this);
        }
    }

    /** It is dead, but nobody has been told yet. */
    void dieSilently() {
        open = false;
    }

    @Override
    protected CompletionStage<?> validate() {
        CompletableFuture<@Nullable Void> asked = new CompletableFuture<>();
        ping = asked;
        return asked;
    }

    /** Marks it as in use; false when it was already. */
    boolean enter() {
        return inUse.compareAndSet(false, true);
    }

    void leave() {
        inUse.set(false);
    }

    boolean pinged() {
        return ping != null;
    }

    void answerPing() {
        CompletableFuture<@Nullable Void> asked = ping;
        ping = null;
        if (asked != null) {
            asked.complete(null);
        }
    }

    void failPing() {
        CompletableFuture<@Nullable Void> asked = ping;
        ping = null;
        if (asked != null) {
            asked.completeExceptionally(new IllegalStateException("no answer"));
        }
    }

    @Override
    public String toString() {
        return "r" + number;
    }
}
