package org.momoko.spring.boot.health;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.momoko.api.Pool;
import org.momoko.api.PoolHealth;
import org.momoko.api.PoolStats;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Tells whether the database of a pool answers. A pool without a free connection is up as long as the database answers;
 * that it is saturated is a detail.
 */
public final class MomokoHealthIndicator extends AbstractHealthIndicator {
    /** The server's {@code server_version_num}, {@code major * 10000 + minor}, since version 10. */
    private static final int MAJOR = 10_000;

    /** What the pool's own timer may be late, before the wait is given up in its stead. */
    private static final Duration MARGIN = Duration.ofMillis(500);

    private final Pool pool;
    private final Duration timeout;

    /** @param timeout the longest that a check may take */
    public MomokoHealthIndicator(Pool pool, Duration timeout) {
        super("The health of a Momoko pool could not be determined");
        this.pool = pool;
        this.timeout = timeout;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) throws Exception {
        CompletableFuture<PoolHealth> asked = pool.health(timeout);
        try {
            tell(builder, asked.get(timeout.plus(MARGIN).toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            builder.down().withDetail("error", "No answer within " + timeout.toMillis() + " ms");
        }
        PoolStats stats = pool.stats();
        builder.withDetail("pool", pool.config().name())
                .withDetail("free", stats.free())
                .withDetail("busy", stats.busy())
                .withDetail("pending", stats.pending())
                .withDetail("dead", stats.dead())
                .withDetail("waiting", stats.waiting())
                .withDetail("maxSize", stats.maxSize());
        OptionalInt version = pool.serverVersion();
        if (version.isPresent()) {
            builder.withDetail("serverVersion", version.getAsInt() / MAJOR + "." + version.getAsInt() % MAJOR);
        }
    }

    private static void tell(Health.Builder builder, PoolHealth health) {
        builder.status(health.up() ? Status.UP : Status.DOWN).withDetail("saturated", health.saturated());
        Duration ping = health.pingTime();
        if (ping != null) {
            builder.withDetail("pingMillis", TimeUnit.NANOSECONDS.toMicros(ping.toNanos()) / 1000.0);
        }
        Throwable cause = health.cause();
        if (cause != null) {
            builder.withDetail("error", cause.getClass().getSimpleName() + ": " + cause.getMessage());
        }
    }
}
