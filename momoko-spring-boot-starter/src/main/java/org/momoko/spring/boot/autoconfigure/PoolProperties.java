package org.momoko.spring.boot.autoconfigure;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.momoko.config.PoolConfig;
import org.momoko.config.QueryMode;
import org.momoko.config.RetryPolicy;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

/**
 * The properties of a pool; their meaning and reasons are those of {@link PoolConfig}.
 *
 * @param name Name of the pool in logs, meters and thread names. A named pool is called as in its key by default.
 * @param size Connections that are opened first and kept, at least 1. Few busy connections are faster than many: start
 *     with the number of the server's processors.
 * @param maxSize Most connections at any time, at least 'size'. Defaults to 'size', so that a pool grows only when told
 *     to.
 * @param startup When the first connections are opened and what a failure does.
 * @param raiseConnectErrors Whether the start fails if a connection cannot be opened. Momoko's own name for 'startup':
 *     true is 'fail-fast', false is 'warm-up'.
 * @param reconnectInterval Time after a failed attempt in which callers fail at once instead of trying again, from zero.
 *     Short, so that a server that comes back is found soon, yet not flooded.
 * @param setsession Statements that run in one transaction on every new connection. Write one with a comma as an item
 *     of a list (setsession[0]), since a comma separates statements in plain text.
 * @param resetQuery Statement that takes out of a connection what its last user set there, such as DISCARD ALL; sent each
 *     time one goes back, and followed by 'setsession'. Nothing by default, since it costs the server work with each
 *     use; open transactions and LISTEN are ended all the same.
 * @param autoShrink Whether connections beyond 'size' are closed when idle.
 * @param shrinkDelay Time that a connection beyond 'size' stays idle before it is closed, from zero.
 * @param shrinkPeriod How often idle connections are looked for, more than zero.
 * @param acquireTimeout Longest wait for a connection. Shows an exhausted pool as an error before users give up; zero
 *     waits without limit.
 * @param maxWaiting Most callers that may wait for a connection, from 0, which lets nobody wait; the next one fails at
 *     once. Bounds memory only.
 * @param statementTimeout Longest time that a statement may take before it is cancelled, unless the statement says
 *     itself. Zero for no limit, since only the application knows.
 * @param maxLifetime Age at which a connection is replaced as soon as it is free, from zero for no limit. Each gets up to a
 *     tenth less, so that they do not all end together. Set it below the limit of a proxy or firewall that cuts
 *     connections.
 * @param idleValidation Time that a connection may be idle and still be handed out without a ping, from zero for never
 *     pinging, since a closed socket is noticed at once. Of use where something between here and there forgets idle
 *     connections silently.
 * @param leakDetection Time that a caller may hold a connection before a warning shows where it was taken, from zero for
 *     off, since it records a stack trace with each acquisition. Also shows the holders at the endpoint 'momoko'.
 * @param cancelTimeout Longest time that the server may take to end a cancelled statement before its connection is
 *     closed, from zero, which closes at once.
 * @param closeTimeout Longest wait for busy connections when the application stops, from zero. Keep it below
 *     'spring.lifecycle.timeout-per-shutdown-phase', at whose end they are closed by force.
 * @param maxBufferedResultBytes Most bytes of rows that one result may hold in memory, so that a forgotten WHERE does not
 *     end the process. Zero for no limit.
 * @param preparedStatementCacheSize Prepared statements that are kept for each connection, from 0, which keeps none. Each
 *     costs memory on the server.
 * @param pipelining Single statements that may be in flight on one connection, from 1, which gives each a connection for
 *     itself, to 1024. More serves many short statements with few busy connections, which costs the server far less; 16 is a
 *     good value. Functions with effects on the session must then not be called by single statements: others run in that
 *     session.
 * @param silenceLimit Time that a pool without a free connection may hear nothing from the server and still count as
 *     healthy, more than zero.
 * @param eventLoopThreads Threads that drive the connections, at least 1. Defaults to one for every two processors, at most
 *     one for each connection, since few threads suffice for I/O.
 * @param queryMode How statements travel to the server.
 * @param retryPolicy Whether a statement is sent again when its connection was lost.
 */
public record PoolProperties(
        @Nullable String name,
        @DefaultValue("1") int size,
        @Nullable Integer maxSize,
        @Nullable PoolStartup startup,
        @Nullable Boolean raiseConnectErrors,
        @DefaultValue("500ms") Duration reconnectInterval,
        @DefaultValue List<String> setsession,
        @Nullable String resetQuery,
        @DefaultValue("false") boolean autoShrink,
        @DefaultValue("2m") Duration shrinkDelay,
        @DefaultValue("2m") Duration shrinkPeriod,
        @DefaultValue("30s") Duration acquireTimeout,
        @DefaultValue("100000") int maxWaiting,
        @DefaultValue("0s") Duration statementTimeout,
        @DefaultValue("0s") Duration maxLifetime,
        @DefaultValue("0s") Duration idleValidation,
        @DefaultValue("0s") Duration leakDetection,
        @DefaultValue("5s") Duration cancelTimeout,
        @DefaultValue("10s") Duration closeTimeout,
        @DefaultValue("256MB") DataSize maxBufferedResultBytes,
        @DefaultValue("256") int preparedStatementCacheSize,
        @DefaultValue("1") int pipelining,
        @DefaultValue("10s") Duration silenceLimit,
        @Nullable Integer eventLoopThreads,
        @DefaultValue("auto") QueryMode queryMode,
        @DefaultValue("safe") RetryPolicy retryPolicy) {

    /** What {@link #startup()} and {@link #raiseConnectErrors()} ask for together; they must not contradict each other. */
    PoolStartup effectiveStartup() {
        if (startup != null) {
            return startup;
        }
        return Boolean.TRUE.equals(raiseConnectErrors) ? PoolStartup.FAIL_FAST : PoolStartup.WARM_UP;
    }

    /**
     * The configuration that these properties ask for.
     *
     * @param defaultName the pool's name, unless there is one in the properties
     * @throws IllegalArgumentException if a value is out of range; the message begins with the parameter's name
     */
    PoolConfig toPoolConfig(String defaultName) {
        return PoolConfig.builder()
                .name(name == null ? defaultName : name)
                .size(size)
                .maxSize(maxSize == null ? size : maxSize)
                .raiseConnectErrors(effectiveStartup() == PoolStartup.FAIL_FAST)
                .reconnectInterval(reconnectInterval)
                .setsession(setsession)
                .resetQuery(StringUtils.hasText(resetQuery) ? resetQuery : null)
                .autoShrink(autoShrink)
                .shrinkDelay(shrinkDelay)
                .shrinkPeriod(shrinkPeriod)
                .acquireTimeout(acquireTimeout)
                .maxWaiting(maxWaiting)
                .statementTimeout(statementTimeout)
                .maxLifetime(maxLifetime)
                .idleValidation(idleValidation)
                .leakDetection(leakDetection)
                .cancelTimeout(cancelTimeout)
                .closeTimeout(closeTimeout)
                .maxBufferedResultBytes(maxBufferedResultBytes.toBytes())
                .preparedStatementCacheSize(preparedStatementCacheSize)
                .pipelining(pipelining)
                .silenceLimit(silenceLimit)
                .build();
    }
}
