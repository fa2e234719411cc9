package org.momoko.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

class PostgresServerIT {

    private static final PostgresServer SERVER = PostgresServer.shared();

    @Test
    void sharedServerIsOneAndAnswers() {
        assertThat(PostgresServer.shared()).isSameAs(SERVER);
        assertThat(SERVER.adminRows("SELECT 1, NULL, 'x'")).containsExactly(Arrays.asList(1, null, "x"));
        assertThat(SERVER.serverVersion()).isBetween(140_000, 200_000);
        assertThat(Files.exists(SERVER.unixAddress().getPath())).isTrue();
        assertThat(SERVER.dsn("user=tlsuser"))
                .isEqualTo("host=127.0.0.1 port=" + SERVER.port()
                        + " dbname=app user=app password=app-secret application_name=momoko-test user=tlsuser");
        assertThat(SERVER.socketDsn())
                .startsWith("host=" + SERVER.socketDirectory() + " port=" + SERVER.port() + " dbname=app");
    }

    @Test
    void settingsAreThoseOfATestServer() {
        assertThat(SERVER.adminRows("SELECT current_setting('max_connections'), current_setting('fsync'),"
                        + " current_setting('log_statement'), current_setting('max_prepared_transactions'),"
                        + " current_setting('ssl'), current_setting('server_encoding')"))
                .containsExactly(List.of("200", "off", "all", "10", "on", "UTF8"));
    }

    @Test
    void rolesLogInByTheirMethodOnly() {
        for (String role : List.of("app", "md5user", "clearuser", "plainuser")) {
            assertThatCode(() -> login(role, PostgresServer.password(role), "disable"))
                    .doesNotThrowAnyException();
            assertThatThrownBy(() -> login(role, "wrong", "disable")).hasMessageContaining("authentication failed");
        }
        assertThatCode(() -> login("trustuser", "anything", "disable")).doesNotThrowAnyException();
        assertThat(SERVER.adminRows("SELECT left(rolpassword, 3) FROM pg_authid"
                        + " WHERE rolname IN ('app', 'md5user') ORDER BY rolname"))
                .containsExactly(List.of("SCR"), List.of("md5"));
    }

    @Test
    void tlsIsDemandedRefusedAndVerified() throws SQLException {
        String trust = "verify-full&sslrootcert=" + SERVER.caFile();
        login("app", "app-secret", trust);
        login("tlsuser", "tlsuser-secret", trust);
        String certificate = "&sslcert=" + SERVER.clientCertificateFile() + "&sslkey=" + SERVER.clientKeyFile();
        login("certuser", "", trust + certificate + "&pemKeyAlgorithm=EC");
        assertThatThrownBy(() -> login("tlsuser", "tlsuser-secret", "disable")).hasMessageContaining("pg_hba.conf");
        assertThatThrownBy(() -> login("plainuser", "plainuser-secret", trust)).hasMessageContaining("pg_hba.conf");
        assertThatThrownBy(() -> login("certuser", "", trust)).hasMessageContaining("certificate");
    }

    @Test
    void logGivesStatementsByteForByte() throws SQLException {
        String sql = "SELECT 'one\n\ttwo|\n\nthree' AS \"ü\"";
        int process;
        try (Connection connection =
                        open("app", "app-secret", "disable&ApplicationName=log-it&preferQueryMode=simple");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
            process = connection.unwrap(PGConnection.class).getBackendPID();
        }
        assertThat(SERVER.statements("log-it")).contains(sql);
        assertThat(SERVER.logLines(process))
                .anySatisfy(line -> assertThat(line).startsWith("log-it|").endsWith(sql))
                .allSatisfy(line -> assertThat(line).contains("|" + process + "|"));
    }

    @Test
    void sessionsAreListedAndTerminated() throws SQLException {
        try (Connection connection = open("app", "app-secret", "disable&ApplicationName=listed");
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT 42");
            assertThat(SERVER.sessions("listed")).singleElement().satisfies(session -> {
                assertThat(session.pid()).isPositive();
                assertThat(session.state()).isEqualTo("idle");
                assertThat(session.query()).isEqualTo("SELECT 42");
            });
            assertThat(SERVER.terminateBackends("listed")).isEqualTo(1);
            assertThatThrownBy(() -> statement.execute("SELECT 1")).hasMessageContaining("terminating connection");
        }
        Await.until("session ended", () -> SERVER.sessions("listed").isEmpty());
    }

    @Test
    void ownServerStopsStartsCrashesAndRecoversWithItsData() throws SQLException {
        PostgresServer server = PostgresServer.start(
                options -> options.setting("work_mem", "5MB").accessRule("host all app all reject"));
        try (server) {
            int port = server.port();
            assertThat(server.adminRows("SHOW work_mem")).containsExactly(List.of("5MB"));
            assertThatThrownBy(() -> open(server, "app", "app-secret", "disable"))
                    .hasMessageContaining("pg_hba.conf");
            server.admin("CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)");

            server.stop();
            assertThat(server.running()).isFalse();
            assertThatThrownBy(server::jdbc).hasMessageContaining("refused");
            server.start();
            assertThat(server.port()).isEqualTo(port);
            assertThat(server.adminRows("SELECT n FROM kept")).containsExactly(List.of(7));

            try (Connection held = server.jdbc();
                    Statement statement = held.createStatement()) {
                server.crash();
                assertThatThrownBy(() -> statement.execute("SELECT 1")).isInstanceOf(SQLException.class);
            }
            assertThatThrownBy(server::jdbc).hasMessageContaining("refused");
            server.start();
            assertThat(server.adminRows("SELECT n FROM kept")).containsExactly(List.of(7));
            assertThat(server.logLines()).anyMatch(line -> line.contains("was not properly shut down"));
        }
        assertThat(server.socketDirectory()).doesNotExist();
    }

    @Test
    void frozenServerIsSilentUntilThawed() throws Exception {
        try (PostgresServer server = PostgresServer.start(options -> {});
                Connection connection = server.jdbc();
                Statement statement = connection.createStatement()) {
            server.freeze();
            assertThat(server.running()).isFalse();
            CompletableFuture<Boolean> answer = new CompletableFuture<>();
            Thread caller = new Thread(() -> {
                try {
                    answer.complete(statement.execute("SELECT 1"));
                } catch (SQLException e) {
                    answer.completeExceptionally(e);
                }
            });
            caller.start();
            assertThat(Await.holdsWithin(Duration.ofMillis(300), answer::isDone))
                    .isFalse();
            server.thaw();
            assertThat(answer.get(10, TimeUnit.SECONDS)).isTrue();
            caller.join();
        }
    }

    @Test
    void frozenServerCanBeClosed() {
        PostgresServer server = PostgresServer.start(options -> {});
        server.freeze();
        server.close();
        assertThat(server.socketDirectory()).doesNotExist();
    }

    private static void login(String role, String password, String sslmode) throws SQLException {
        open(role, password, sslmode).close();
    }

    private static Connection open(String role, String password, String sslmode) throws SQLException {
        return open(SERVER, role, password, sslmode);
    }

    private static Connection open(PostgresServer server, String role, String password, String sslmode)
            throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + server.port() + "/app?sslmode=" + sslmode, role, password);
    }
}
