package org.momoko.internal.session;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.momoko.config.HostSpec;
import org.momoko.internal.protocol.BackendKeyData;

/** What a session needs of its socket and its event loop. Loop methods are called on the event loop only. */
public interface Outbound {

    /** Whether the calling thread is the event loop of this connection. Any thread. */
    boolean inLoop();

    /**
     * Runs a task on the event loop, after those submitted before. Any thread.
     *
     * @throws java.util.concurrent.RejectedExecutionException when the event loop has ended
     */
    void execute(Runnable task);

    /** Runs a task on the event loop after a delay; the returned handle calls it off. */
    Cancellable schedule(long delayNanos, Runnable task);

    /** An empty buffer for what is to be written. */
    ByteBuf allocate();

    /** Whether the socket takes more without piling up memory. */
    boolean writable();

    /** Whether what arrives is read from now on; it is unless told otherwise. */
    void reading(boolean on);

    /** Writes the bytes and hands them to the operating system. Takes ownership of the buffer. */
    void write(ByteBuf bytes);

    /** Closes the socket once what was written is out. */
    void close();

    /**
     * Asks the server, on a socket of its own, to cancel what this connection runs.
     *
     * @return completes when that socket is closed, after which the request cannot hit a later statement; it fails when
     *     the request could not be sent
     */
    CompletionStage<@Nullable Void> cancel(BackendKeyData key);

    /** Asks the server, on a socket of its own, for any sign of life; fails when there is none. */
    CompletionStage<@Nullable Void> probe();

    /** The host it goes to. */
    HostSpec host();

    /** A task that may still be called off. */
    @FunctionalInterface
    interface Cancellable {
        void cancel();
    }
}
