package org.momoko.internal.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.momoko.config.HostSpec;
import org.momoko.internal.protocol.BackendKeyData;
import org.momoko.testing.MessageTrace;

/** Stands in for a socket and its event loop: keeps what is written, runs tasks and timers when told. */
final class LoopDouble implements Outbound {
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private final List<Timer> timers = new ArrayList<>();
    private final List<List<String>> writes = new ArrayList<>();
    private final List<CompletableFuture<@Nullable Void>> cancelRequests = new ArrayList<>();
    private final List<CompletableFuture<@Nullable Void>> probes = new ArrayList<>();
    private boolean closed;
    private boolean elsewhere;
    private boolean outOfMemory;
    private boolean reading = true;

    /** Whether the calling thread is from now on taken for another than the event loop's. */
    void elsewhere(boolean now) {
        elsewhere = now;
    }

    /** From now on no buffer can be had. */
    void outOfMemory() {
        outOfMemory = true;
    }

    /** Runs what was submitted, and what that submits. */
    void turn() {
        for (Runnable task; (task = tasks.poll()) != null; ) {
            task.run();
        }
    }

    private record Timer(long delayNanos, Runnable task) {}

    /** Lets the timers run out whose whole delay is no longer than this. */
    void fireTimers(Duration delay) {
        List<Timer> due = timers.stream()
                .filter(timer -> timer.delayNanos() <= delay.toNanos())
                .toList();
        timers.removeAll(due);
        due.forEach(timer -> timer.task().run());
        turn();
    }

    /** What each write since the last call held, as a trace. */
    List<List<String>> takeWrites() {
        List<List<String>> taken = List.copyOf(writes);
        writes.clear();
        return taken;
    }

    List<CompletableFuture<@Nullable Void>> cancelRequests() {
        return cancelRequests;
    }

    /** The signs of life that were asked for. */
    List<CompletableFuture<@Nullable Void>> probes() {
        return probes;
    }

    boolean closed() {
        return closed;
    }

    @Override
    public boolean inLoop() {
        return !elsewhere;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public Cancellable schedule(long delayNanos, Runnable task) {
        Timer timer = new Timer(delayNanos, task);
        timers.add(timer);
        return () -> timers.remove(timer);
    }

    @Override
    public ByteBuf allocate() {
        if (outOfMemory) {
            throw new OutOfMemoryError("no direct memory");
        }
        return Unpooled.buffer();
    }

    @Override
    public boolean writable() {
        return true;
    }

    @Override
    public void reading(boolean on) {
        reading = on;
    }

    /** Whether the socket is read. */
    boolean reading() {
        return reading;
    }

    @Override
    public void write(ByteBuf bytes) {
        writes.add(MessageTrace.frontend(bytes));
        bytes.release();
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public CompletionStage<@Nullable Void> cancel(BackendKeyData key) {
        CompletableFuture<@Nullable Void> request = new CompletableFuture<>();
        cancelRequests.add(request);
        return request;
    }

    @Override
    public CompletionStage<@Nullable Void> probe() {
        CompletableFuture<@Nullable Void> answer = new CompletableFuture<>();
        probes.add(answer);
        return answer;
    }

    @Override
    public HostSpec host() {
        return new HostSpec("double", null, 5432);
    }
}
