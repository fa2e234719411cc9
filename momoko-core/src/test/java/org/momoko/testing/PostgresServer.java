package org.momoko.testing;

import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL server for tests, on 127.0.0.1 and on a Unix socket. Runs as root and as an ordinary user; ends with the JVM.
 *
 * <p>Database {@code app} belongs to role {@code app}. Over TCP every role must show the password {@link #password} gives, by
 * SCRAM-SHA-256, except: {@code md5user} (MD5), {@code clearuser} (clear text), {@code trustuser} (nothing), {@code tlsuser} (SCRAM, only
 * with TLS), {@code plainuser} (SCRAM, only without TLS), {@code certuser} (client certificate). Over the Unix socket all are trusted.
 * {@code postgres} is the superuser. Every statement is in the log.
 */
public final class PostgresServer implements AutoCloseable {

    /** How a server of one's own differs from the shared one. */
    public static final class Options {
        private final Map<String, String> settings = new LinkedHashMap<>();
        private final List<String> accessRules = new ArrayList<>();

        private Options() {}

        /** Sets a parameter of postgresql.conf; the value is quoted here. */
        public Options setting(String name, String value) {
            settings.put(name, value);
            return this;
        }

        /** Adds a line of pg_hba.conf before all standard lines; of several, the first added comes first. */
        public Options accessRule(String line) {
            accessRules.add(line);
            return this;
        }

        Map<String, String> settings() {
            return settings;
        }

        List<String> accessRules() {
            return accessRules;
        }
    }

    /**
     * A session as pg_stat_activity shows it.
     *
     * @param state {@code active}, {@code idle}, {@code idle in transaction} …; null while it starts
     * @param query the latest statement, running or not
     */
    public record Session(int pid, @Nullable String state, String query) {}

    private static final Set<PostgresServer> OPEN = ConcurrentHashMap.newKeySet();
    private static @Nullable PostgresServer shared;

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> OPEN.forEach(PostgresServer::close), "postgres-shutdown"));
    }

    private final PostgresCluster cluster;
    private final Postmaster postmaster;
    private final Administrator administrator = new Administrator(this);

    private PostgresServer(PostgresCluster cluster) {
        this.cluster = cluster;
        this.postmaster = new Postmaster(cluster);
    }

    /** The one server of this JVM, started at the first call. A test that stops, crashes or freezes it must set it right again. */
    public static synchronized PostgresServer shared() {
        if (shared == null) {
            PostgresServer started = start(options -> {});
            String wanted = System.getProperty("momoko.test.server");
            if (wanted != null && started.serverVersion() / 10_000 != Integer.parseInt(wanted)) {
                started.close();
                throw new IllegalStateException("This row of the matrix is for PostgreSQL " + wanted
                        + ", but the server that started is " + started.serverVersion());
            }
            shared = started;
        }
        return shared;
    }

    /** The shared server if some test has asked for it. */
    static synchronized @Nullable PostgresServer sharedIfStarted() {
        return shared;
    }

    /** Starts a server of one's own, to be closed by the caller. Takes about half a second. */
    public static PostgresServer start(Consumer<Options> configure) {
        Options options = new Options();
        configure.accept(options);
        return started(PostgresCluster.create(options));
    }

    /**
     * Starts a standby that streams from a server, to be closed by the caller before that one. It has everything that the primary had:
     * roles, databases, access rules, certificates. The primary is stopped while its files are copied.
     */
    public static PostgresServer standbyOf(PostgresServer primary) {
        primary.stop();
        PostgresCluster copy = primary.cluster.standby();
        primary.start();
        return started(copy);
    }

    private static PostgresServer started(PostgresCluster cluster) {
        PostgresServer server = new PostgresServer(cluster);
        OPEN.add(server);
        try {
            server.start();
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** The password of a role: its name and {@code -secret}. */
    public static String password(String role) {
        return role + "-secret";
    }

    /** The address it listens on. */
    public String host() {
        return "127.0.0.1";
    }

    /** The port, the same after a restart. */
    public int port() {
        return cluster.port();
    }

    /** The directory of the Unix socket, fit for {@code host=} in a DSN. */
    public Path socketDirectory() {
        return cluster.directory();
    }

    /** Where it listens for TCP, as the target of a {@link TcpProxy}. */
    public InetSocketAddress tcpAddress() {
        return new InetSocketAddress(host(), port());
    }

    /** Where it listens on a Unix socket, as the target of a {@link TcpProxy}. */
    public UnixDomainSocketAddress unixAddress() {
        return UnixDomainSocketAddress.of(socketDirectory().resolve(".s.PGSQL." + port()));
    }

    /** The certificate (PEM) of the authority that issued the server's: what {@code sslrootcert} wants. */
    public Path caFile() {
        return cluster.certificates().caFile();
    }

    /** The certificate (PEM) with which {@code certuser} logs in. */
    public Path clientCertificateFile() {
        return cluster.certificates().clientCertificate();
    }

    /** The key (PKCS#8 PEM) of {@link #clientCertificateFile}. */
    public Path clientKeyFile() {
        return cluster.certificates().clientKey();
    }

    /**
     * A DSN (keyword/value) for role {@code app} over TCP with application name {@code momoko-test}, for which {@link Invariants} looks.
     *
     * @param extra more settings ({@code "user=tlsuser"}); the last one of a name wins
     */
    public String dsn(String... extra) {
        return dsn(host(), extra);
    }

    /** The same over the Unix socket. */
    public String socketDsn(String... extra) {
        return dsn(socketDirectory().toString(), extra);
    }

    private String dsn(String host, String... extra) {
        String dsn = "host=" + host + " port=" + port() + " dbname=app user=app password=" + password("app")
                + " application_name=momoko-test";
        return extra.length == 0 ? dsn : dsn + " " + String.join(" ", extra);
    }

    /** A new administrator's connection to database {@code app} through pgjdbc; the caller closes it. */
    public Connection jdbc() throws SQLException {
        return administrator.connect();
    }

    /** Runs statements as the administrator, on a connection of their own. */
    public void admin(String sql) {
        try (Connection connection = jdbc();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("administrator's statement failed: " + e.getMessage(), e);
        }
    }

    /** Runs a query as the administrator and returns its rows, values as pgjdbc reads them. */
    public List<List<@Nullable Object>> adminRows(String sql) {
        try {
            return administrator.query(statement -> rows(statement, sql));
        } catch (SQLException e) {
            throw new IllegalStateException("administrator's query failed: " + e.getMessage(), e);
        }
    }

    private static List<List<@Nullable Object>> rows(Statement statement, String sql) throws SQLException {
        try (ResultSet result = statement.executeQuery(sql)) {
            List<List<@Nullable Object>> rows = new ArrayList<>();
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<@Nullable Object> row = new ArrayList<>(columns);
                for (int column = 1; column <= columns; column++) {
                    row.add(result.getObject(column));
                }
                rows.add(row);
            }
            return rows;
        }
    }

    /** The sessions with this application name. */
    public List<Session> sessions(String applicationName) {
        return adminRows("SELECT pid, state, query FROM pg_stat_activity WHERE application_name = "
                        + literal(applicationName) + " ORDER BY backend_start, pid")
                .stream()
                .map(row -> new Session((Integer) row.get(0), (String) row.get(1), (String) row.get(2)))
                .toList();
    }

    /** Ends the sessions with this application name (they are told 57P01) and returns how many got the signal. */
    public int terminateBackends(String applicationName) {
        return adminRows("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = "
                        + literal(applicationName))
                .size();
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** The version as one number, {@code major * 10000 + minor}: 180006 is 18.6. */
    public int serverVersion() {
        return Integer.parseInt(
                (String) adminRows("SHOW server_version_num").get(0).get(0));
    }

    /** Whether it is of this major version or a later one; a test of a newer feature leaves out what an older server cannot do. */
    public boolean atLeast(int major) {
        return serverVersion() >= major * 10_000;
    }

    /** The server's log, oldest first, {@code application_name|pid|SEVERITY:  text}; line breaks inside a text are kept. */
    public List<String> logLines() {
        return cluster.log().lines();
    }

    /** The lines of {@link #logLines()} that come from one session. */
    public List<String> logLines(int processId) {
        return cluster.log().lines(processId);
    }

    /** The texts that sessions with this application name sent in simple Query messages, oldest first, as the server got them. */
    public List<String> statements(String applicationName) {
        return cluster.log().statements(applicationName);
    }

    /** Makes a standby a server of its own; returns when it accepts writes. */
    public void promote() {
        adminRows("SELECT pg_promote()");
    }

    /** Whether it runs and is not frozen. */
    public boolean running() {
        return postmaster.running();
    }

    /** Stops the server in fast mode: sessions are told 57P01, then connections are refused. Returns when it has ended. */
    public void stop() {
        postmaster.stop();
    }

    /** Starts it again with the same port and data; returns when it accepts connections. */
    public void start() {
        postmaster.start();
    }

    /** Kills the server process (signal 9) and waits until its sessions are gone; {@link #start()} recovers the data. */
    public void crash() {
        postmaster.crash();
    }

    /** Makes the server go silent: all its processes stop where they are, connections stay open, new ones are accepted by the kernel. */
    public void freeze() {
        postmaster.freeze();
    }

    /** Lets a frozen server go on; does nothing if it is not frozen. */
    public void thaw() {
        postmaster.thaw();
    }

    /** Stops the server and deletes all its files. */
    @Override
    public void close() {
        OPEN.remove(this);
        administrator.close();
        postmaster.stop();
        cluster.delete();
    }
}
