package org.momoko.config;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a pool behaves. Immutable; made by {@link #builder()}. The defaults suit most services: usually {@code size} and
 * {@code maxSize} are all there is to set. Durations are exact, at most 100 years.
 *
 * @param name what logs, meters and threads call the pool; not blank. Default {@code momoko}
 * @param size connections that {@code connect()} opens and that shrinking keeps; at least 1. Default 1, as in Momoko for
 *     Python. Few busy connections are faster than many: start with the number of the server's processors
 * @param maxSize the most connections at any time, the LISTEN connection apart; at least {@code size}. Default
 *     {@code size}, so that a pool grows only when told to
 * @param raiseConnectErrors whether {@code connect()} fails if any connection could not be opened. Default true; false
 *     starts without a server and heals later
 * @param reconnectInterval how long after a failed attempt dead connections are left alone and callers fail at once.
 *     From zero; default 500 ms: a server that comes back is found soon and not flooded
 * @param setsession statements that run in one transaction on every new connection, in this order; if one fails, so does
 *     connecting. Default none
 * @param resetQuery what takes out of a connection the session state that its last user left there, for example
 *     {@code DISCARD ALL}; sent each time it goes back, without waiting for the answer, and followed by
 *     {@code setsession}, whose effects it may undo. Default null for nothing; open transactions and LISTEN are always
 *     ended
 * @param autoShrink whether connections beyond {@code size} are closed when idle. Default false
 * @param shrinkDelay how long such a connection stays idle before it is closed. From zero; default 2 min
 * @param shrinkPeriod how often idle connections are looked for. More than zero; default 2 min
 * @param acquireTimeout how long a caller waits for a connection. Default 30 s, so that an exhausted pool shows as an
 *     error before users give up; zero waits without limit
 * @param maxWaiting how many callers may wait; the next one fails at once. From 0, which means nobody waits; default
 *     100,000, which bounds memory and nothing else
 * @param statementTimeout how long a statement may run before it is cancelled, unless it says itself. Default zero for
 *     no limit, since only the application knows; a server that fell silent is noticed all the same
 * @param maxLifetime the age at which a connection is replaced as soon as it is free. Each gets up to a tenth less, at
 *     random, so that they do not all end together. Default zero for no limit; set it below the limit of a proxy or
 *     firewall that cuts connections
 * @param idleValidation how long a connection may be idle and still be handed out without a ping. Default zero for never
 *     pinging, since a closed socket is noticed at once
 * @param leakDetection how long a caller may hold a connection before a warning shows where it was taken. Default zero
 *     for off, since it records a stack trace per acquisition
 * @param cancelTimeout how long the server may take to end a cancelled statement; then the connection is closed. From
 *     zero, which closes at once; default 5 s
 * @param closeTimeout how long a graceful close waits for busy connections. From zero, which waits for none; default
 *     10 s, well within the time that orchestrators grant
 * @param maxBufferedResultBytes the most bytes of rows that one result may hold in memory; beyond it the statement fails
 *     and suggests {@code stream}. Default 256 MiB, so that a forgotten WHERE does not end the process; zero for no limit
 * @param preparedStatementCacheSize prepared statements kept for each connection. From 0, which prepares none ahead;
 *     default 256. Each costs memory on the server
 * @param pipelining how many plain single statements of the pool may be in flight on one connection, sent without waiting
 *     for the answers to those before. From 1, which gives each a connection for itself, to 1,024; default 1. More serves
 *     many short statements with few busy connections, which costs the server far less; 16 is a good value. Each statement
 *     succeeds or fails for itself all the same. Transactions, connections that were taken, texts that are not a single
 *     SELECT, INSERT, UPDATE, DELETE, MERGE, VALUES or WITH, and statements with a time limit of their own have a
 *     connection for themselves, as have texts that are slow or have not run before. <b>Functions with effects on the
 *     session</b> (settings, session advisory locks, temporary tables, LISTEN) must not be called by such statements, for
 *     others run in that session: use {@code withConnection}, or {@code Query.exclusive()}. When the time limit of
 *     {@code statementTimeout} is over while others are in flight there, the future fails with an unknown outcome and the
 *     statement runs on; so does one that is cancelled
 * @param silenceLimit how long a saturated pool may go without receiving a byte and still count as healthy. More than
 *     zero; default 10 s
 */
public record PoolConfig(
        String name,
        int size,
        int maxSize,
        boolean raiseConnectErrors,
        Duration reconnectInterval,
        List<String> setsession,
        @Nullable String resetQuery,
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

    /** Clocks count nanoseconds in a long, which ends after 292 years. */
    private static final Duration LONGEST = Duration.ofDays(36_525);

    private static final int MOST_IN_FLIGHT = 1024;

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if one is out of range; the message names the parameter
     */
    public PoolConfig {
        require(!Objects.requireNonNull(name, "name").isBlank(), "name must not be blank");
        require(size >= 1, "size must be at least 1");
        require(maxSize >= 1, "maxSize must be at least 1");
        require(size <= maxSize, "size must be <= maxSize");
        fromZero(reconnectInterval, "reconnectInterval");
        setsession = List.copyOf(setsession);
        for (String statement : setsession) {
            require(!statement.isBlank(), "setsession must not contain a blank statement");
            require(statement.indexOf(0) < 0, "setsession must not contain a NUL character");
        }
        if (resetQuery != null) {
            require(!resetQuery.isBlank(), "resetQuery must not be blank");
            require(resetQuery.indexOf(0) < 0, "resetQuery must not contain a NUL character");
        }
        fromZero(shrinkDelay, "shrinkDelay");
        positive(shrinkPeriod, "shrinkPeriod");
        fromZero(acquireTimeout, "acquireTimeout");
        require(maxWaiting >= 0, "maxWaiting must not be negative");
        fromZero(statementTimeout, "statementTimeout");
        fromZero(maxLifetime, "maxLifetime");
        fromZero(idleValidation, "idleValidation");
        fromZero(leakDetection, "leakDetection");
        fromZero(cancelTimeout, "cancelTimeout");
        fromZero(closeTimeout, "closeTimeout");
        require(maxBufferedResultBytes >= 0, "maxBufferedResultBytes must not be negative");
        require(preparedStatementCacheSize >= 0, "preparedStatementCacheSize must not be negative");
        require(pipelining >= 1 && pipelining <= MOST_IN_FLIGHT, "pipelining must be from 1 to " + MOST_IN_FLIGHT);
        positive(silenceLimit, "silenceLimit");
    }

    private static void positive(Duration value, String parameter) {
        fromZero(value, parameter);
        require(!value.isZero(), parameter + " must be more than zero");
    }

    private static void fromZero(Duration value, String parameter) {
        require(!Objects.requireNonNull(value, parameter).isNegative(), parameter + " must not be negative");
        require(value.compareTo(LONGEST) <= 0, parameter + " must be at most 100 years");
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    /** Starts with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Starts with the values of this configuration. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.name = name;
        builder.size = size;
        builder.maxSize = maxSize;
        builder.raiseConnectErrors = raiseConnectErrors;
        builder.reconnectInterval = reconnectInterval;
        builder.setsession = setsession;
        builder.resetQuery = resetQuery;
        builder.autoShrink = autoShrink;
        builder.shrinkDelay = shrinkDelay;
        builder.shrinkPeriod = shrinkPeriod;
        builder.acquireTimeout = acquireTimeout;
        builder.maxWaiting = maxWaiting;
        builder.statementTimeout = statementTimeout;
        builder.maxLifetime = maxLifetime;
        builder.idleValidation = idleValidation;
        builder.leakDetection = leakDetection;
        builder.cancelTimeout = cancelTimeout;
        builder.closeTimeout = closeTimeout;
        builder.maxBufferedResultBytes = maxBufferedResultBytes;
        builder.preparedStatementCacheSize = preparedStatementCacheSize;
        builder.pipelining = pipelining;
        builder.silenceLimit = silenceLimit;
        return builder;
    }

    /** Collects values; {@link #build} checks them. Not thread-safe. */
    public static final class Builder {
        private String name = "momoko";
        private int size = 1;
        private @Nullable Integer maxSize;
        private boolean raiseConnectErrors = true;
        private Duration reconnectInterval = Duration.ofMillis(500);
        private List<String> setsession = List.of();
        private @Nullable String resetQuery;
        private boolean autoShrink = false;
        private Duration shrinkDelay = Duration.ofMinutes(2);
        private Duration shrinkPeriod = Duration.ofMinutes(2);
        private Duration acquireTimeout = Duration.ofSeconds(30);
        private int maxWaiting = 100_000;
        private Duration statementTimeout = Duration.ZERO;
        private Duration maxLifetime = Duration.ZERO;
        private Duration idleValidation = Duration.ZERO;
        private Duration leakDetection = Duration.ZERO;
        private Duration cancelTimeout = Duration.ofSeconds(5);
        private Duration closeTimeout = Duration.ofSeconds(10);
        private long maxBufferedResultBytes = 256L << 20;
        private int preparedStatementCacheSize = 256;
        private int pipelining = 1;
        private Duration silenceLimit = Duration.ofSeconds(10);

        private Builder() {}

        /** Sets {@link PoolConfig#name}. */
        public Builder name(String name) {
            this.name = name;
            return this;
        }

        /** Sets {@link PoolConfig#size}. */
        public Builder size(int size) {
            this.size = size;
            return this;
        }

        /** Sets {@link PoolConfig#maxSize}. */
        public Builder maxSize(int maxSize) {
            this.maxSize = maxSize;
            return this;
        }

        /** Sets {@link PoolConfig#raiseConnectErrors}. */
        public Builder raiseConnectErrors(boolean raiseConnectErrors) {
            this.raiseConnectErrors = raiseConnectErrors;
            return this;
        }

        /** Sets {@link PoolConfig#reconnectInterval}. */
        public Builder reconnectInterval(Duration reconnectInterval) {
            this.reconnectInterval = reconnectInterval;
            return this;
        }

        /** Sets {@link PoolConfig#setsession}. */
        public Builder setsession(List<String> setsession) {
            this.setsession = setsession;
            return this;
        }

        /** Sets {@link PoolConfig#resetQuery}. */
        public Builder resetQuery(@Nullable String resetQuery) {
            this.resetQuery = resetQuery;
            return this;
        }

        /** Sets {@link PoolConfig#autoShrink}. */
        public Builder autoShrink(boolean autoShrink) {
            this.autoShrink = autoShrink;
            return this;
        }

        /** Sets {@link PoolConfig#shrinkDelay}. */
        public Builder shrinkDelay(Duration shrinkDelay) {
            this.shrinkDelay = shrinkDelay;
            return this;
        }

        /** Sets {@link PoolConfig#shrinkPeriod}. */
        public Builder shrinkPeriod(Duration shrinkPeriod) {
            this.shrinkPeriod = shrinkPeriod;
            return this;
        }

        /** Sets {@link PoolConfig#acquireTimeout}. */
        public Builder acquireTimeout(Duration acquireTimeout) {
            this.acquireTimeout = acquireTimeout;
            return this;
        }

        /** Sets {@link PoolConfig#maxWaiting}. */
        public Builder maxWaiting(int maxWaiting) {
            this.maxWaiting = maxWaiting;
            return this;
        }

        /** Sets {@link PoolConfig#statementTimeout}. */
        public Builder statementTimeout(Duration statementTimeout) {
            this.statementTimeout = statementTimeout;
            return this;
        }

        /** Sets {@link PoolConfig#maxLifetime}. */
        public Builder maxLifetime(Duration maxLifetime) {
            this.maxLifetime = maxLifetime;
            return this;
        }

        /** Sets {@link PoolConfig#idleValidation}. */
        public Builder idleValidation(Duration idleValidation) {
            this.idleValidation = idleValidation;
            return this;
        }

        /** Sets {@link PoolConfig#leakDetection}. */
        public Builder leakDetection(Duration leakDetection) {
            this.leakDetection = leakDetection;
            return this;
        }

        /** Sets {@link PoolConfig#cancelTimeout}. */
        public Builder cancelTimeout(Duration cancelTimeout) {
            this.cancelTimeout = cancelTimeout;
            return this;
        }

        /** Sets {@link PoolConfig#closeTimeout}. */
        public Builder closeTimeout(Duration closeTimeout) {
            this.closeTimeout = closeTimeout;
            return this;
        }

        /** Sets {@link PoolConfig#maxBufferedResultBytes}. */
        public Builder maxBufferedResultBytes(long maxBufferedResultBytes) {
            this.maxBufferedResultBytes = maxBufferedResultBytes;
            return this;
        }

        /** Sets {@link PoolConfig#preparedStatementCacheSize}. */
        public Builder preparedStatementCacheSize(int preparedStatementCacheSize) {
            this.preparedStatementCacheSize = preparedStatementCacheSize;
            return this;
        }

        /** Sets {@link PoolConfig#pipelining}. */
        public Builder pipelining(int pipelining) {
            this.pipelining = pipelining;
            return this;
        }

        /** Sets {@link PoolConfig#silenceLimit}. */
        public Builder silenceLimit(Duration silenceLimit) {
            this.silenceLimit = silenceLimit;
            return this;
        }

        /**
         * Checks the values.
         *
         * @throws IllegalArgumentException if one is out of range; the message names the parameter
         */
        public PoolConfig build() {
            return new PoolConfig(
                    name,
                    size,
                    maxSize == null ? size : maxSize,
                    raiseConnectErrors,
                    reconnectInterval,
                    setsession,
                    resetQuery,
                    autoShrink,
                    shrinkDelay,
                    shrinkPeriod,
                    acquireTimeout,
                    maxWaiting,
                    statementTimeout,
                    maxLifetime,
                    idleValidation,
                    leakDetection,
                    cancelTimeout,
                    closeTimeout,
                    maxBufferedResultBytes,
                    preparedStatementCacheSize,
                    pipelining,
                    silenceLimit);
        }
    }
}
