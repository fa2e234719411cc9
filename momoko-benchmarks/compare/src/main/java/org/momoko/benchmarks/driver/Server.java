package org.momoko.benchmarks.driver;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.momoko.benchmarks.data.Batch;
import org.momoko.benchmarks.data.BigRows;
import org.momoko.benchmarks.data.Fortunes;
import org.momoko.benchmarks.data.World;
import org.momoko.benchmarks.harness.Target;

/** The server all peers are measured against, with the data sets in a schema of their own. */
public final class Server implements AutoCloseable {
    private static final String USER = "benchmark";
    private static final String PASSWORD = "benchmark-secret";
    private static final int MAX_CONNECTIONS = 200;

    private final @Nullable EmbeddedPostgres embedded;
    private final Target target;
    private final Connection connection;

    private Server(@Nullable EmbeddedPostgres embedded, Target target) throws SQLException {
        this.embedded = embedded;
        this.target = target;
        this.connection = DriverManager.getConnection(
                "jdbc:postgresql://" + target.host() + ":" + target.port() + "/" + target.database(),
                target.user(),
                target.password());
        createData();
    }

    /** The server that a URI names, or one that is started for the purpose. */
    public static Server open(Options options) throws IOException, SQLException, InterruptedException {
        String dsn = options.dsn();
        if (dsn == null) {
            return start(options.serverCpus());
        }
        URI uri = URI.create(dsn);
        String[] user = uri.getUserInfo().split(":", 2);
        return new Server(
                null,
                new Target(
                        uri.getHost(),
                        uri.getPort() < 0 ? 5432 : uri.getPort(),
                        uri.getPath().substring(1),
                        user[0],
                        user.length > 1 ? user[1] : ""));
    }

    /** Without waiting for the disk, since that is not what is measured; everybody but the driver shows a password. */
    private static Server start(@Nullable String cpus) throws IOException, SQLException, InterruptedException {
        EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "off")
                .setServerConfig("full_page_writes", "off")
                .setServerConfig("synchronous_commit", "off")
                .setServerConfig("autovacuum", "off")
                .setServerConfig("shared_buffers", "256MB")
                .setServerConfig("max_wal_size", "4GB")
                .setServerConfig("max_connections", Integer.toString(MAX_CONNECTIONS))
                .setServerConfig("password_encryption", "scram-sha-256")
                .start();
        try (Connection superuser = postgres.getPostgresDatabase().getConnection();
                Statement statement = superuser.createStatement()) {
            statement.execute("CREATE ROLE " + USER + " LOGIN PASSWORD '" + PASSWORD + "'");
            statement.execute("CREATE DATABASE " + USER + " OWNER " + USER);
            Path rules = Path.of(text(statement, "SHOW hba_file"));
            Files.write(
                    rules,
                    Stream.concat(
                                    Stream.of("host all " + USER + " 127.0.0.1/32 scram-sha-256"),
                                    Files.readAllLines(rules).stream())
                            .toList());
            statement.execute("SELECT pg_reload_conf()");
            Path data = Path.of(text(statement, "SHOW data_directory"));
            if (cpus != null) {
                String postmaster =
                        Files.readAllLines(data.resolve("postmaster.pid")).get(0);
                new ProcessBuilder("taskset", "-a", "-c", "-p", cpus, postmaster)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor();
            }
        }
        return new Server(postgres, new Target("127.0.0.1", postgres.getPort(), USER, USER, PASSWORD));
    }

    private static String text(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private void createData() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS world, account, fortune, big, batch");
            for (List<String> ddl : List.of(World.DDL, Fortunes.DDL, BigRows.DDL, Batch.DDL)) {
                for (String sql : ddl) {
                    statement.execute(sql);
                }
            }
            statement.execute("VACUUM ANALYZE");
        }
    }

    Target target() {
        return target;
    }

    /** The process id of the first server process; 0 unless it was started here. */
    long postmaster() throws SQLException, IOException {
        EmbeddedPostgres own = embedded;
        if (own == null) {
            return 0;
        }
        try (Connection superuser = own.getPostgresDatabase().getConnection();
                Statement statement = superuser.createStatement()) {
            Path data = Path.of(text(statement, "SHOW data_directory"));
            return Long.parseLong(
                    Files.readAllLines(data.resolve("postmaster.pid")).get(0).trim());
        }
    }

    /** For example {@code 18.6}. */
    String version() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return text(statement, "SHOW server_version");
        }
    }

    /** Puts back what the last child has changed. */
    void reset() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : Batch.RESET) {
                statement.execute(sql);
            }
        }
    }

    @Override
    public void close() throws IOException, SQLException {
        connection.close();
        if (embedded != null) {
            embedded.close();
        }
    }
}
