package org.momoko.spring.boot.autoconfigure;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.momoko.api.Pool;
import org.momoko.api.PoolHealth;
import org.momoko.error.MomokoException;
import org.momoko.error.PoolClosedException;
import org.momoko.error.PoolException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;

/**
 * A pool that the application context opens and closes.
 *
 * <p><b>Opening.</b> Its connections are opened when the context starts, or by the first work before that, whichever comes
 * first; with {@link PoolStartup#LAZY} by the first work only. Only {@link PoolStartup#FAIL_FAST} waits.
 *
 * <p><b>Closing.</b> The phase is 0: the web server (phases near {@code Integer.MAX_VALUE}) and executors
 * ({@code Integer.MAX_VALUE / 2}) have drained before, so that requests keep their pool. The context does not wait for the
 * connections on a thread of its own: it is told when they are closed, and at the end of the phase's time limit
 * {@link #destroy()} closes what is left by force.
 *
 * <p><b>Starting again.</b> A Momoko pool cannot be opened after it was closed, so each start after a stop builds a new
 * one: the context may be stopped and started (paused test contexts, checkpoints), with the same pool bean.
 */
final class ManagedPool extends ForwardingPool implements SmartLifecycle, DisposableBean {
    private static final Logger LOGGER = LoggerFactory.getLogger(ManagedPool.class);
    private static final int AFTER_WEB_SERVER_AND_EXECUTORS = 0;

    private final Supplier<Pool> builder;
    private final PoolStartup startup;
    private final String description;

    private volatile Pool pool;
    private volatile boolean opened;
    private volatile boolean running;

    /**
     * @param builder builds a pool that is not yet connected
     * @param description server, database and TLS mode for the log
     */
    ManagedPool(Supplier<Pool> builder, PoolStartup startup, String description) {
        this.builder = builder;
        this.startup = startup;
        this.description = description;
        this.pool = builder.get();
    }

    @Override
    Pool opened() {
        Pool current = pool;
        if (!opened) {
            open(current);
        }
        return current;
    }

    @Override
    Pool current() {
        return pool;
    }

    private CompletableFuture<Pool> open(Pool current) {
        opened = true;
        // the core opens its connections at the first call only, and every call gets the same outcome
        return current.connect();
    }

    @Override
    public CompletableFuture<Pool> connect() {
        return open(pool).thenApply(connected -> this);
    }

    @Override
    public void start() {
        if (pool.closed()) {
            opened = false;
            pool = builder.get();
        }
        running = true;
        Pool current = pool;
        LOGGER.info(
                "Momoko pool {} starts ({}): {}, {} to {} connections",
                current.config().name(),
                startup.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'),
                description,
                current.config().size(),
                current.config().maxSize());
        switch (startup) {
            case LAZY -> {}
            case WARM_UP -> open(current).whenComplete((connected, error) -> reportFailures(current));
            case FAIL_FAST -> await(open(current));
        }
    }

    /** The pool swallows why connections could not be opened, so its health is asked: one more attempt. */
    private static void reportFailures(Pool current) {
        int dead = current.stats().dead();
        if (dead == 0 || current.closed()) {
            return;
        }
        current.health(Duration.ofSeconds(10)).thenAccept(health -> {
            if (!current.closed()) {
                LOGGER.warn(
                        "Momoko pool {} could not open {} of {} connections, the next statement tries again{}",
                        current.config().name(),
                        dead,
                        current.config().size(),
                        reason(health));
            }
        });
    }

    private static String reason(PoolHealth health) {
        Throwable cause = health.cause();
        return cause == null ? "" : ": " + cause.getMessage();
    }

    private static void await(CompletableFuture<Pool> opening) {
        try {
            opening.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof MomokoException failure) {
                throw failure;
            }
            throw new PoolException("The pool could not be opened", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PoolException("Interrupted while the pool was opened", e);
        }
    }

    @Override
    public void stop(Runnable callback) {
        running = false;
        closePool().whenComplete((closed, error) -> callback.run());
    }

    @Override
    public void stop() {
        running = false;
        closePool().join();
    }

    private CompletableFuture<Void> closePool() {
        Pool closing = pool;
        if (closing.closed()) {
            return CompletableFuture.completedFuture(null);
        }
        String name = closing.config().name();
        Duration limit = closing.config().closeTimeout();
        int busy = closing.stats().busy();
        long start = System.nanoTime();
        return closing.closeGracefully(limit).thenAccept(closed -> {
            long nanos = System.nanoTime() - start;
            boolean forced = busy > 0 && nanos >= limit.toNanos();
            LOGGER.info(
                    "Momoko pool {} closed in {} ms: {} busy connections, {}",
                    name,
                    TimeUnit.NANOSECONDS.toMillis(nanos),
                    busy,
                    forced ? "aborted those that were not drained within close-timeout" : "all drained");
        });
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return AFTER_WEB_SERVER_AND_EXECUTORS;
    }

    /** Closes what is open still: after a failed start, or when the phase ended before the pool was closed. */
    @Override
    public void destroy() {
        try {
            pool.close();
        } catch (PoolClosedException alreadyClosed) {
            // the usual case: the pool was closed gracefully
        }
    }
}
