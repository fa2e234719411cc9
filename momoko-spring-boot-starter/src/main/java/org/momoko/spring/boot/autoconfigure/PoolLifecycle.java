package org.momoko.spring.boot.autoconfigure;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.momoko.api.Pool;
import org.momoko.api.PoolHealth;
import org.momoko.error.MomokoException;
import org.momoko.error.PoolClosedException;
import org.momoko.error.PoolException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartFactoryBean;
import org.springframework.context.SmartLifecycle;

/**
 * Makes, opens and closes a pool of an application context. It is a factory bean, so that Spring leaves closing the pool to
 * it: a pool that is closed twice complains.
 *
 * <p><b>Opening.</b> The pool begins to connect when its bean is made, so that other beans may use it from then on: their
 * statements wait for the first connection. Only {@link PoolStartup#FAIL_FAST} waits there.
 *
 * <p><b>Closing.</b> The phase is 0: the web server (phases near {@code Integer.MAX_VALUE}) and executors
 * ({@code Integer.MAX_VALUE / 2}) have drained before, so requests keep their pool to their end. At the end of the phase's
 * time limit, or when the start failed, {@link #destroy()} closes what is left by force.
 *
 * <p><b>Starting again.</b> A context may be stopped and started again, as Spring's test framework does with one that
 * pauses, and as a checkpoint does. A fresh pool, with event loops and connections of its own, then takes the place of the
 * closed one behind the {@link RestartablePool} that the beans hold.
 */
final class PoolLifecycle implements SmartFactoryBean<Pool>, SmartLifecycle, DisposableBean {
    private static final Logger LOGGER = LoggerFactory.getLogger(PoolLifecycle.class);
    private static final int AFTER_WEB_SERVER_AND_EXECUTORS = 0;
    private static final Duration FAILURE_REPORT_LIMIT = Duration.ofSeconds(10);

    private final Supplier<Pool> builder;
    private final PoolStartup startup;
    private final String description;

    private final RestartablePool pool = new RestartablePool();
    private volatile boolean running;

    /**
     * @param builder builds the pool, not yet connected
     * @param description server, database and TLS mode for the log
     */
    PoolLifecycle(Supplier<Pool> builder, PoolStartup startup, String description) {
        this.builder = builder;
        this.startup = startup;
        this.description = description;
    }

    /**
     * The pool. The first call builds it and has it connect as the startup mode says; Spring calls again for each injection.
     *
     * @throws MomokoException with {@link PoolStartup#FAIL_FAST}, if a connection cannot be opened
     */
    @Override
    public synchronized Pool getObject() {
        if (pool.current() == null) {
            open();
        }
        return pool.exposed();
    }

    private void open() {
        Pool built = builder.get();
        pool.replace(built, startup == PoolStartup.LAZY);
        LOGGER.info(
                "Momoko pool {} starts: {}, {} to {} connections, startup {}",
                built.config().name(),
                description,
                built.config().size(),
                built.config().maxSize(),
                startup.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        switch (startup) {
            case LAZY -> {}
            case WARM_UP -> built.connect().whenComplete((connected, error) -> reportFailures(built));
            case FAIL_FAST -> {
                try {
                    await(built.connect());
                } catch (MomokoException e) {
                    destroy();
                    throw e;
                }
            }
        }
    }

    @Override
    public Class<?> getObjectType() {
        return Pool.class;
    }

    @Override
    public boolean isEagerInit() {
        return true;
    }

    /** A pool that raises no connect errors does not tell them either, so its health is asked: one more attempt. */
    private static void reportFailures(Pool pool) {
        int dead = pool.stats().dead();
        if (dead == 0 || pool.closed()) {
            return;
        }
        pool.health(FAILURE_REPORT_LIMIT).thenAccept(health -> {
            if (!pool.closed()) {
                LOGGER.warn(
                        "Momoko pool {} could not open {} of {} connections; statements will try again{}",
                        pool.config().name(),
                        dead,
                        pool.config().size(),
                        reason(health));
            }
        });
    }

    private static String reason(PoolHealth health) {
        Throwable cause = health.cause();
        return cause == null ? "" : ": " + cause.getMessage();
    }

    private static void await(CompletableFuture<Pool> connecting) {
        try {
            connecting.get();
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
    public synchronized void start() {
        Pool current = pool.current();
        if (current != null && current.closed()) {
            open();
        }
        running = true;
    }

    @Override
    public void stop(Runnable callback) {
        // the thread that stops the context goes on with other beans of the phase meanwhile
        close().whenComplete((closed, error) -> callback.run());
    }

    @Override
    public void stop() {
        close().join();
    }

    private CompletableFuture<@Nullable Void> close() {
        running = false;
        Pool closing = pool.current();
        if (closing == null || closing.closed()) {
            return CompletableFuture.completedFuture(null);
        }
        int busy = closing.stats().busy();
        long start = System.nanoTime();
        return closing.closeGracefully(closing.config().closeTimeout()).thenApply(aborted -> {
            LOGGER.info(
                    "Momoko pool {} closed in {} ms: {} busy connections drained, {} aborted",
                    closing.config().name(),
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start),
                    Math.max(0, busy - aborted),
                    aborted);
            return null;
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

    @Override
    public void destroy() {
        Pool closing = pool.current();
        if (closing == null) {
            return;
        }
        try {
            closing.close();
        } catch (PoolClosedException closed) {
            // the usual case: it was closed gracefully
        }
    }
}
