package org.momoko.testing;

import java.util.Locale;
import org.momoko.Momoko;
import org.momoko.PoolBuilder;
import org.momoko.config.QueryMode;

/**
 * How statements travel in a test that does not care: by the system properties {@code momoko.test.mode} (a {@link QueryMode}, default
 * {@code AUTO}) and {@code momoko.test.transport} ({@code tcp}, which is the default, or {@code unix}). A test that is about one mode or
 * one transport names it instead.
 */
public final class TestMode {
    private static final QueryMode MODE =
            QueryMode.valueOf(System.getProperty("momoko.test.mode", "AUTO").toUpperCase(Locale.ROOT));
    private static final boolean UNIX = unix(System.getProperty("momoko.test.transport", "tcp"));

    private TestMode() {}

    private static boolean unix(String transport) {
        return switch (transport) {
            case "tcp" -> false;
            case "unix" -> true;
            default ->
                throw new IllegalArgumentException("momoko.test.transport: expected tcp or unix, found " + transport);
        };
    }

    /** The mode of this run. */
    public static QueryMode queryMode() {
        return MODE;
    }

    /** Whether this run goes over the Unix socket. */
    public static boolean overUnixSocket() {
        return UNIX;
    }

    /** As {@link PostgresServer#dsn}, over the transport of this run. */
    public static String dsn(PostgresServer server, String... extra) {
        return UNIX ? server.socketDsn(extra) : server.dsn(extra);
    }

    /** A pool on this server with mode and transport of this run, to be configured further. */
    public static PoolBuilder pool(PostgresServer server, String... extra) {
        return Momoko.pool(dsn(server, extra)).queryMode(MODE);
    }

    /** A proxy before this server, started, over the transport of this run. */
    public static TcpProxy proxy(PostgresServer server) {
        return (UNIX ? TcpProxy.onUnixSocket(server.unixAddress()) : TcpProxy.onTcp(server.tcpAddress())).start();
    }
}
