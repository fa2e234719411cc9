package org.momoko.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.momoko.Momoko;
import org.momoko.api.Connection;
import org.momoko.api.Pool;
import org.momoko.error.ConnectException;
import org.momoko.error.DatabaseException;
import org.momoko.error.DatabaseNotAvailableException;
import org.momoko.error.SqlState;
import org.momoko.event.CloseReason;
import org.momoko.testing.Await;
import org.momoko.testing.Contract;
import org.momoko.testing.Invariants;
import org.momoko.testing.PostgresServer;
import org.momoko.testing.TestMode;

/** A real primary and a real standby: which of them is taken, and what a pool does when they change their roles. */
class StandbyIT {

    @RegisterExtension
    static final Invariants invariants = new Invariants();

    private static final PostgresServer PRIMARY = PostgresServer.start(options -> {});
    private static final PostgresServer STANDBY = PostgresServer.standbyOf(PRIMARY);

    @AfterAll
    static void close() {
        STANDBY.close();
        PRIMARY.close();
    }

    /** Both servers as hosts of one DSN, in this order. */
    static String dsn(PostgresServer first, PostgresServer second, String... settings) {
        String hosts = TestMode.overUnixSocket()
                ? first.socketDirectory() + "," + second.socketDirectory()
                : first.host() + "," + second.host();
        return first.dsn(
                "host=" + hosts,
                "port=" + first.port() + "," + second.port(),
                "sslmode=disable " + String.join(" ", settings));
    }

    private static boolean inRecovery(Connection connection) {
        return PoolBench.get(connection.execute("SELECT pg_is_in_recovery()"))
                .fetchAll()
                .get(0)
                .getBoolean(0);
    }

    @ParameterizedTest
    @CsvSource({
        "any,            primary",
        "read-write,     primary",
        "read-only,      standby",
        "primary,        primary",
        "standby,        standby",
        "prefer-standby, standby",
    })
    @Contract("3.7 target_session_attrs")
    void serverOfTheRightKindIsFoundInBothOrders(String wanted, String expected) {
        String attrs = "target_session_attrs=" + wanted;
        try (Connection primaryFirst = PoolBench.get(Momoko.connect(dsn(PRIMARY, STANDBY, attrs)));
                Connection standbyFirst = PoolBench.get(Momoko.connect(dsn(STANDBY, PRIMARY, attrs)))) {
            assertThat(inRecovery(primaryFirst)).isEqualTo(expected.equals("standby"));
            assertThat(inRecovery(standbyFirst)).isEqualTo(expected.equals("standby") || wanted.equals("any"));
        }
    }

    @Test
    @Contract("3.7 target_session_attrs")
    void preferredStandbyIsDoneWithoutWhereThereIsNone() {
        try (Connection connection =
                PoolBench.get(Momoko.connect(dsn(PRIMARY, PRIMARY, "target_session_attrs=prefer-standby")))) {
            assertThat(inRecovery(connection)).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"standby", "read-only"})
    @Contract("3.7 target_session_attrs")
    void serversOfTheWrongKindAloneFailTheConnect(String wanted) {
        String dsn = dsn(PRIMARY, PRIMARY, "target_session_attrs=" + wanted);
        assertThatThrownBy(() -> PoolBench.get(Momoko.connect(dsn)))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("but target_session_attrs=" + wanted);
    }

    @Test
    @Contract("3.7 load_balance_hosts")
    void connectionsAreSpreadOverTheServersIfAsked() {
        try (Pool pool = pool(dsn(PRIMARY, STANDBY, "load_balance_hosts=random"), 16)) {
            List<Connection> all = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                all.add(PoolBench.get(pool.getconn(false)));
            }
            Set<Boolean> roles = new HashSet<>();
            all.forEach(connection -> roles.add(inRecovery(connection)));
            all.forEach(pool::putconn);
            // by chance alone, once in 2^15 runs only one of them
            assertThat(roles).containsExactlyInAnyOrder(true, false);
        }
    }

    private static Pool pool(String dsn, int size) {
        return PoolBench.get(Momoko.pool(dsn)
                .size(size)
                .queryMode(TestMode.queryMode())
                .build()
                .connect());
    }

    /** Roles change for good, so each test has servers of its own. */
    @Nested
    class WhenRolesChange {
        private PostgresServer changing;

        @BeforeEach
        void start() {
            changing = invariants.close(PostgresServer.standbyOf(PRIMARY));
        }

        @Test
        @Contract("DESIGN failover")
        void poolOfThePrimaryGoesToTheStandbyThatTookItsPlace() {
            changing.promote();
            changing.admin("CREATE TABLE note (body text)");
            changing.admin("GRANT ALL ON note TO app");
            PostgresServer successor = invariants.close(PostgresServer.standbyOf(changing));
            try (Pool pool = pool(dsn(changing, successor, "target_session_attrs=read-write"), 2)) {
                PoolBench.get(pool.execute("INSERT INTO note VALUES ('before')"));
                Await.until("streamed", () -> notes(successor).size() == 1);
                changing.stop();
                assertThatThrownBy(() -> PoolBench.get(pool.execute("INSERT INTO note VALUES ('between')")))
                        .isInstanceOf(DatabaseNotAvailableException.class);
                successor.promote();
                Await.until("healed", () -> pool.stats().free() == 2);
                PoolBench.get(pool.execute("INSERT INTO note VALUES ('after')"));
                assertThat(notes(successor)).isEqualTo(List.of("before", "after"));
            }
        }

        private List<?> notes(PostgresServer server) {
            return server.adminRows("SELECT body FROM note").stream()
                    .map(row -> row.get(0))
                    .toList();
        }

        @Test
        @Contract("DESIGN failover")
        void poolOfStandbysLeavesAServerThatWasPromoted() {
            try (Pool pool = pool(dsn(changing, PRIMARY, "target_session_attrs=standby"), 1)) {
                changing.promote();
                // the server says so with its next answer
                PoolBench.get(pool.ping());
                Await.until("closed", () -> pool.totals().closed().get(CloseReason.WRONG_ROLE) == 1);
                assertThatThrownBy(() -> PoolBench.get(pool.execute("SELECT 1")))
                        .isInstanceOf(DatabaseNotAvailableException.class)
                        .hasMessageContaining("the server is not in recovery");
            }
        }

        @Test
        @Contract("DESIGN failover")
        void poolThatPrefersStandbysStaysWithAPrimaryWhenThereIsNothingElse() {
            try (Pool pool = pool(dsn(changing, PRIMARY, "target_session_attrs=prefer-standby"), 1)) {
                changing.promote();
                PoolBench.get(pool.ping());
                Await.until("closed", () -> pool.totals().closed().get(CloseReason.WRONG_ROLE) == 1);
                for (int i = 0; i < 5; i++) {
                    PoolBench.get(pool.ping());
                }
                assertThat(pool.totals().created()).isEqualTo(2);
            }
        }

        @Test
        @Contract("DESIGN failover")
        void poolThatWritesLeavesAServerThatTurnedReadOnly() {
            changing.promote();
            String write = "CREATE TABLE IF NOT EXISTS written ()";
            try (Pool pool = pool(dsn(changing, PRIMARY, "target_session_attrs=read-write"), 1)) {
                PoolBench.get(pool.execute(write));
                changing.admin("ALTER SYSTEM SET default_transaction_read_only = on");
                changing.admin("SELECT pg_reload_conf()");
                // the connection hears of it with its next statement
                Await.until("refused", () -> isRefused(pool.execute(write)));
                PoolBench.get(pool.execute(write));
                assertThat(PoolBench.number(pool, "SELECT setting::int FROM pg_settings WHERE name = 'port'"))
                        .isEqualTo(PRIMARY.port());
            }
        }

        private boolean isRefused(CompletableFuture<?> writing) {
            try {
                PoolBench.get(writing);
                return false;
            } catch (DatabaseException e) {
                assertThat(e.sqlState()).isEqualTo(SqlState.READ_ONLY_SQL_TRANSACTION);
                return true;
            }
        }
    }
}
