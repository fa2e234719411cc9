package org.momoko.config;

import java.time.Duration;

/**
 * How TCP finds out that the other side is gone. libpq leaves this to the operating system, which takes two hours;
 * Momoko's defaults notice a dead server in a minute. Not used on Unix sockets, and on each transport as far as it can.
 *
 * @param enabled whether probes are sent ({@code keepalives}), default true
 * @param idle silence before the first probe ({@code keepalives_idle}), default 30 s; zero leaves it to the system
 * @param interval time between probes ({@code keepalives_interval}), default 10 s; zero leaves it to the system
 * @param count lost probes until the connection is dead ({@code keepalives_count}), default 3; 0 leaves it to the system
 * @param userTimeout how long sent bytes may stay unacknowledged ({@code tcp_user_timeout}, milliseconds), default 30 s;
 *     zero leaves it to the system
 */
public record KeepAlive(boolean enabled, Duration idle, Duration interval, int count, Duration userTimeout) {
    private static final int IDLE_SECONDS = 30;
    private static final int INTERVAL_SECONDS = 10;
    private static final int COUNT = 3;
    private static final int USER_TIMEOUT_MILLIS = 30_000;

    /** The largest values that Linux takes: {@code MAX_TCP_KEEPIDLE}, {@code MAX_TCP_KEEPCNT} in net/tcp.h. */
    private static final int MAX_SECONDS = 32767;

    private static final int MAX_COUNT = 127;

    static KeepAlive of(Settings settings) {
        return new KeepAlive(
                settings.integer(ConnectionKey.KEEPALIVES, 1, Integer.MIN_VALUE, Integer.MAX_VALUE) != 0,
                Duration.ofSeconds(settings.integer(ConnectionKey.KEEPALIVES_IDLE, IDLE_SECONDS, 0, MAX_SECONDS)),
                Duration.ofSeconds(
                        settings.integer(ConnectionKey.KEEPALIVES_INTERVAL, INTERVAL_SECONDS, 0, MAX_SECONDS)),
                settings.integer(ConnectionKey.KEEPALIVES_COUNT, COUNT, 0, MAX_COUNT),
                Duration.ofMillis(
                        settings.integer(ConnectionKey.TCP_USER_TIMEOUT, USER_TIMEOUT_MILLIS, 0, Integer.MAX_VALUE)));
    }
}
