package org.momoko.internal.session;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.momoko.api.Column;
import org.momoko.api.CursorFactory;

/**
 * The way of a result's rows to a subscriber while they arrive. Given to an exchange in the place of a cursor factory, it
 * takes the rows out of the result, chunk by chunk, so that the cursor which ends the exchange has none.
 *
 * <p><b>Threads.</b> Chunks arrive on the event loop. The subscriber is called where futures complete: on the event loop,
 * or on the configured executor; never by two threads at a time, see {@link #wake}.
 *
 * <p><b>Memory.</b> While more waits for the subscriber than {@link #MOST_WAITING_BYTES} the socket is not read. Then the
 * server stops when the buffers of the operating systems between are full, and goes on by itself when they are not. Reading
 * goes on, whatever waits, when all rows have come, and when the exchange is cancelled, since both leave something to read
 * that is not for the subscriber.
 */
public final class RowFlow<T> implements CursorFactory<T>, Flow.Subscription {
    private static final long MOST_WAITING_BYTES = 512 * 1024;
    /** When so much is left, reading goes on. */
    private static final long FEW_WAITING_BYTES = MOST_WAITING_BYTES / 2;

    private final CursorFactory<T> factory;
    private final Flow.Subscriber<? super T> subscriber;
    private final @Nullable Executor executor;
    private final Queue<Chunk> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final AtomicLong requested = new AtomicLong();
    /** How often somebody wanted to drain since the thread that does so last looked. */
    private final AtomicInteger wanted = new AtomicInteger();

    private volatile @Nullable Session session;
    private volatile @Nullable CompletableFuture<?> operation;
    private volatile boolean paused;
    /** The subscriber wants to hear no more. */
    private volatile boolean cancelled;
    /** The server is to stop; what may still come is dropped. */
    private volatile boolean stopped;
    /** What the subscriber did wrong. */
    private volatile @Nullable Throwable mistake;
    /** How the statement ended; read behind {@link #ended}. */
    private @Nullable Throwable failure;

    private volatile boolean ended;

    /** Of the thread that drains, as all that follows: nothing more is to be told. */
    private boolean over;

    private @Nullable Chunk reading;
    private int offset;
    private CursorFactory.@Nullable RowMapper<T> mapper;

    /** Rows that came together; {@code result} knows their columns. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Chunk(QueryResult<?> result, byte[] bytes) {}

    /**
     * @param factory what a row becomes
     * @param executor where the subscriber is called; null for the event loop
     */
    public RowFlow(CursorFactory<T> factory, Flow.Subscriber<? super T> subscriber, @Nullable Executor executor) {
        this.factory = factory;
        this.subscriber = subscriber;
        this.executor = executor;
    }

    @Override
    public RowMapper<T> mapper(List<Column> columns) {
        return factory.mapper(columns);
    }

    /** Names the future of the statement whose rows these are; its end is that of the rows. */
    public void follow(CompletableFuture<?> statement) {
        operation = statement;
        if (stopped) {
            statement.cancel(false);
        }
        statement.whenComplete((cursor, error) -> {
            Session on = session;
            if (error != null && on != null) {
                // the connection is others' after what is left of the answer
                on.execute(() -> resume(on));
            }
            failure = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
            ended = true;
            wake();
        });
    }

    /** Whether the subscriber has had enough already. */
    public boolean isStopped() {
        return stopped;
    }

    // ---- on the event loop ----------------------------------------------------------------------------------------

    /** Whether rows have come, so that the statement must not run again. */
    boolean begun() {
        return session != null;
    }

    /** A row has been appended to the result. */
    void appended(Session on, QueryResult<?> result) {
        byte[] bytes = result.takeFull();
        if (bytes == null || stopped || ended) {
            return;
        }
        session = on;
        waiting.add(new Chunk(result, bytes));
        long now = waitingBytes.addAndGet(bytes.length);
        wake();
        if (now > MOST_WAITING_BYTES && !on.cancelling()) {
            paused = true;
            on.reading(false);
            resumeIfFew(on);
        }
    }

    /** No row follows. */
    void allCame(Session on) {
        resume(on);
    }

    private void resumeIfFew(Session on) {
        if (waitingBytes.get() <= FEW_WAITING_BYTES || stopped) {
            resume(on);
        }
    }

    private void resume(Session on) {
        if (paused) {
            paused = false;
            on.reading(true);
        }
    }

    // ---- the subscriber's side ------------------------------------------------------------------------------------

    @Override
    public void request(long rows) {
        if (rows <= 0) {
            mistake = new IllegalArgumentException("request must be for at least 1 row, but is for " + rows);
        } else {
            requested.accumulateAndGet(rows, (before, more) -> before + more < 0 ? Long.MAX_VALUE : before + more);
        }
        wake();
    }

    @Override
    public void cancel() {
        cancelled = true;
        stop();
        wake();
    }

    /** Has the server stop. */
    private void stop() {
        stopped = true;
        CompletableFuture<?> statement = operation;
        if (statement != null) {
            statement.cancel(false);
        }
    }

    /** There is something to tell, or somebody wants to hear more: drains where the subscriber is to be called. */
    private void wake() {
        if (wanted.getAndIncrement() != 0) {
            return;
        }
        Executor elsewhere = executor;
        Session on = session;
        if (elsewhere != null) {
            try {
                elsewhere.execute(this::drain);
            } catch (Throwable rejected) { // an Error where no thread can be started; the subscriber must hear
                drain();
            }
        } else if (on == null || on.near() || !on.execute(this::drain)) {
            drain();
        }
    }

    /** Gives the subscriber what it wants of what there is, as long as somebody wakes it. */
    private void drain() {
        int seen = wanted.get();
        do {
            try {
                emit();
            } catch (Throwable thrown) { // whatever the factory or the subscriber throws
                refuse(thrown);
            }
            seen = wanted.addAndGet(-seen);
        } while (seen != 0);
    }

    private void emit() {
        long wish = requested.get();
        long given = 0;
        while (!over) {
            if (cancelled) {
                over = true;
                discard();
                return;
            }
            Throwable wrong = mistake;
            if (wrong != null) {
                refuse(wrong);
                return;
            }
            boolean last = ended;
            Chunk chunk = chunkWithRows();
            if (chunk == null) {
                if (last) {
                    end();
                }
                break;
            }
            if (given == wish) {
                break;
            }
            given++;
            next(chunk);
        }
        if (given > 0 && wish != Long.MAX_VALUE) {
            requested.addAndGet(-given);
        }
    }

    private @Nullable Chunk chunkWithRows() {
        Chunk chunk = reading;
        if (chunk != null && offset == chunk.bytes.length) {
            consumed(chunk.bytes.length);
            chunk = null;
        }
        if (chunk == null) {
            chunk = waiting.poll();
            reading = chunk;
            offset = 0;
        }
        return chunk;
    }

    private void next(Chunk chunk) {
        CursorFactory.RowMapper<T> map = mapper;
        ResultDescription columns = chunk.result.columns();
        if (map == null && columns != null) {
            map = factory.mapper(columns.columns());
            mapper = map;
        }
        StoredRow row = new StoredRow(chunk.result, chunk.bytes, offset);
        offset = PackedRow.nextRow(chunk.bytes, offset, row.size());
        if (map != null) {
            subscriber.onNext(map.map(row));
        }
    }

    private void end() {
        over = true;
        Throwable cause = failure;
        if (cause == null) {
            subscriber.onComplete();
        } else {
            subscriber.onError(cause);
        }
    }

    /** The stream cannot go on, which is the subscriber's or the factory's fault. */
    private void refuse(Throwable cause) {
        stop();
        discard();
        if (!over) {
            over = true;
            try {
                subscriber.onError(cause);
            } catch (Throwable thrown) { // nobody is left to be told
                cause.addSuppressed(thrown);
            }
        }
    }

    private void discard() {
        reading = null;
        waiting.clear();
        consumed(waitingBytes.get());
    }

    private void consumed(long bytes) {
        waitingBytes.addAndGet(-bytes);
        Session on = session;
        if (paused && on != null) {
            on.execute(() -> resumeIfFew(on));
        }
    }
}
