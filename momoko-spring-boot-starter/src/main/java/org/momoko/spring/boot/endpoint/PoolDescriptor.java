package org.momoko.spring.boot.endpoint;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.momoko.api.ConnectionHolder;
import org.momoko.api.OpenTransaction;
import org.momoko.api.Pool;
import org.momoko.api.PoolStats;
import org.momoko.config.PoolConfig;
import org.momoko.event.PoolTotals;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * One pool as the endpoint shows it.
 *
 * @param name what the pool calls itself
 * @param closed whether it was closed
 * @param serverVersion the server's version as a number, as {@code 180006}; null until a connection was open
 * @param connections the connections by state, and how many there may be
 * @param waiting callers that wait for a connection
 * @param totals what happened since the pool was made
 * @param oldestTransaction the transaction that has been open longest; null when there is none
 * @param config how it is configured
 * @param holders those who have held a connection longest, at most {@value #MOST_HOLDERS}; null when leak detection is off
 */
public record PoolDescriptor(
        String name,
        boolean closed,
        @Nullable Integer serverVersion,
        Connections connections,
        int waiting,
        Totals totals,
        @Nullable OldestTransaction oldestTransaction,
        Config config,
        @Nullable List<Holder> holders)
        implements OperationResponseBody {
    private static final int MOST_HOLDERS = 10;

    static PoolDescriptor of(Pool pool) {
        PoolStats stats = pool.stats();
        PoolConfig config = pool.config();
        OptionalInt version = pool.serverVersion();
        return new PoolDescriptor(
                config.name(),
                pool.closed(),
                version.isPresent() ? version.getAsInt() : null,
                new Connections(
                        stats.free(), stats.busy(), stats.pending(), stats.dead(), stats.total(), stats.maxSize()),
                stats.waiting(),
                Totals.of(pool.totals()),
                OldestTransaction.of(pool.transactions()),
                Config.of(config),
                config.leakDetection().isZero()
                        ? null
                        : pool.holders().stream()
                                .limit(MOST_HOLDERS)
                                .map(Holder::of)
                                .toList());
    }

    /** The connections by state; {@code total} is their sum, {@code max} the most there may be. */
    public record Connections(int free, int busy, int pending, int dead, int total, int max) {}

    /** What happened since the pool was made; {@code closed} counts the connections that ended, by why. */
    public record Totals(long created, long acquireTimeouts, Map<String, Long> closed) {
        static Totals of(PoolTotals totals) {
            Map<String, Long> closed = new TreeMap<>();
            totals.closed()
                    .forEach((reason, count) ->
                            closed.put(reason.name().toLowerCase(Locale.ROOT).replace('_', '-'), count));
            return new Totals(totals.created(), totals.acquireTimeouts(), closed);
        }
    }

    /**
     * A transaction in progress. What was sent in it is not told.
     *
     * @param processId the server process of its connection
     * @param ageMillis since its body began
     * @param statements how many were sent so far
     */
    public record OldestTransaction(int processId, long ageMillis, int statements) {
        static @Nullable OldestTransaction of(List<OpenTransaction> open) {
            return open.stream()
                    .max(Comparator.comparing(OpenTransaction::age))
                    .map(oldest -> new OldestTransaction(
                            oldest.processId(), oldest.age().toMillis(), oldest.statements()))
                    .orElse(null);
        }
    }

    /**
     * A caller that holds a connection.
     *
     * @param processId the server process of the connection
     * @param heldMillis how long the caller has had it
     * @param takenAt the stack of the call that took it, nearest frame first
     */
    public record Holder(int processId, long heldMillis, List<String> takenAt) {
        static Holder of(ConnectionHolder holder) {
            return new Holder(
                    holder.processId(),
                    holder.held().toMillis(),
                    holder.takenAt().stream().map(StackTraceElement::toString).toList());
        }
    }

    /**
     * The configuration in force, in the words of the properties. The statements of {@code setsession} and
     * {@code reset-query} may hold secrets, so it is only told how many there are.
     */
    public record Config(
            int size,
            int maxSize,
            Duration reconnectInterval,
            int setsessionStatements,
            boolean resetQuery,
            boolean autoShrink,
            Duration shrinkDelay,
            Duration shrinkPeriod,
            Duration acquireTimeout,
            int maxWaiting,
            Duration statementTimeout,
            Duration maxLifetime,
            Duration idleValidation,
            Duration leakDetection,
            Duration cancelTimeout,
            Duration closeTimeout,
            long maxBufferedResultBytes,
            int preparedStatementCacheSize,
            int pipelining,
            Duration silenceLimit) {

        static Config of(PoolConfig config) {
            return new Config(
                    config.size(),
                    config.maxSize(),
                    config.reconnectInterval(),
                    config.setsession().size(),
                    config.resetQuery() != null,
                    config.autoShrink(),
                    config.shrinkDelay(),
                    config.shrinkPeriod(),
                    config.acquireTimeout(),
                    config.maxWaiting(),
                    config.statementTimeout(),
                    config.maxLifetime(),
                    config.idleValidation(),
                    config.leakDetection(),
                    config.cancelTimeout(),
                    config.closeTimeout(),
                    config.maxBufferedResultBytes(),
                    config.preparedStatementCacheSize(),
                    config.pipelining(),
                    config.silenceLimit());
        }
    }
}
