package org.momoko.internal.transport;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.momoko.internal.concurrent.EventLoopThread;

/**
 * The threads of a pool, or of the connections outside pools: the event loops that connections live on, and a few workers for what may block or take long
 * (looking up names, deriving keys). All are daemons, and end with {@link #shutdown}.
 */
public final class EventLoops {
    private static final int WORKERS = 4;
    private static final long WORKER_IDLE_SECONDS = 5;

    private final Transport transport = Transport.choose();
    private final EventLoopGroup group;
    private final ExecutorService workers;
    private final AtomicReference<CompletableFuture<?>> errands =
            new AtomicReference<>(CompletableFuture.completedFuture(null));

    /**
     * @param name what the threads are called
     * @param threads how many event loops
     */
    public EventLoops(String name, int threads) {
        AtomicInteger numbers = new AtomicInteger();
        ThreadFactory factory =
                loop -> new EventLoopThread(loop, "momoko-" + name + "-loop-" + numbers.incrementAndGet());
        this.group = new MultiThreadIoEventLoopGroup(threads, factory, transport.ioHandler());
        this.workers = workers("momoko-" + name + "-worker-");
    }

    /** Threads that come with the work and go soon after it. */
    private static ExecutorService workers(String prefix) {
        AtomicInteger numbers = new AtomicInteger();
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                WORKERS, WORKERS, WORKER_IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, prefix + numbers.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    /** One event loop for every two processors, which leaves the others for the callers. */
    public static int usualThreads() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }

    Transport transport() {
        return transport;
    }

    /** The event loop for the next connection. */
    EventLoop next() {
        return group.next();
    }

    /** Runs what may block. */
    public ExecutorService worker() {
        return workers;
    }

    /** Runs a task once, on one of the event loops, after a delay. */
    public Runnable schedule(long delayNanos, Runnable task) {
        var scheduled = group.next().schedule(task, delayNanos, TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    }

    /** Keeps the event loops running until an errand has ended, whatever its end; it must have a time limit. */
    void finishFirst(CompletableFuture<?> errand) {
        errands.updateAndGet(others -> CompletableFuture.allOf(others, errand));
    }

    /** Ends the threads once they have done what they were given, and what still has to be finished. */
    public void shutdown() {
        workers.shutdown();
        errands.get().whenComplete((done, error) -> group.shutdownGracefully(0, 1, TimeUnit.SECONDS));
    }
}
