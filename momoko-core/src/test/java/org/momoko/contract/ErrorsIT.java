package org.momoko.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.momoko.contract.Sessions.failure;
import static org.momoko.contract.Sessions.run;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.momoko.Momoko;
import org.momoko.api.Connection;
import org.momoko.api.Pool;
import org.momoko.error.ConnectException;
import org.momoko.error.DataException;
import org.momoko.error.DatabaseException;
import org.momoko.error.ErrorFields;
import org.momoko.error.IntegrityException;
import org.momoko.error.OutcomeUnknownException;
import org.momoko.testing.Await;
import org.momoko.testing.Contract;
import org.momoko.testing.Invariants;
import org.momoko.testing.PostgresServer;
import org.momoko.testing.TestMode;

/** What the server's errors become. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ErrorsIT {
    private static final PostgresServer SERVER = PostgresServer.shared();

    @RegisterExtension
    static final Invariants invariants = new Invariants();

    private Connection connection;

    @BeforeEach
    void connect() {
        connection = invariants.close(Sessions.open(TestMode.queryMode()));
    }

    @Contract("3.6 error tree")
    @ParameterizedTest
    @CsvSource({
        "08006,OperationalException",
        "0A000,NotSupportedException",
        "20000,ProgrammingException",
        "21000,ProgrammingException",
        "22012,DataException",
        "23505,IntegrityException",
        "24000,InternalException",
        "25P02,InternalException",
        "26000,OperationalException",
        "27000,OperationalException",
        "28000,OperationalException",
        "2B000,InternalException",
        "2D000,InternalException",
        "2F000,InternalException",
        "34000,OperationalException",
        "38000,InternalException",
        "39000,InternalException",
        "3B000,InternalException",
        "3D000,ProgrammingException",
        "3F000,ProgrammingException",
        "40001,TransactionRollbackException",
        "42601,ProgrammingException",
        "44000,ProgrammingException",
        "53300,OperationalException",
        "54000,OperationalException",
        "55P03,OperationalException",
        "57014,QueryCanceledException",
        "57P05,OperationalException",
        "58030,OperationalException",
        "F0000,InternalException",
        "HV000,OperationalException",
        "P0001,InternalException",
        "XX000,InternalException",
        "ZZ999,DatabaseException"
    })
    void classOfTheSqlStateDecides(String sqlState, String expected) {
        String raise = "DO $$ BEGIN RAISE EXCEPTION 'of the test' USING ERRCODE = '" + sqlState + "'; END $$";

        DatabaseException error = (DatabaseException) failure(connection.execute(raise));

        assertThat(error.getClass().getSimpleName()).isEqualTo(expected);
        assertThat(error.sqlState()).isEqualTo(sqlState);
        assertThat(run(connection, "SELECT 1").rowCount()).isEqualTo(1);
    }

    @Contract("3.6 diag")
    @Test
    void allFieldsOfTheServersErrorCanBeRead() {
        run(connection, "CREATE TEMP TABLE diagnosed (id int CONSTRAINT only_once UNIQUE)");
        run(connection, "INSERT INTO diagnosed VALUES (1)");

        IntegrityException error =
                (IntegrityException) failure(connection.execute("INSERT INTO diagnosed VALUES (%s)", 1));

        ErrorFields fields = error.fields();
        assertThat(fields.sqlState()).isEqualTo("23505");
        assertThat(fields.severity()).isEqualTo("ERROR");
        assertThat(fields.message()).contains("only_once");
        assertThat(fields.detail()).isEqualTo("Key (id)=(1) already exists.");
        assertThat(fields.table()).isEqualTo("diagnosed");
        assertThat(fields.constraint()).isEqualTo("only_once");
        assertThat(fields.schema()).startsWith("pg_temp");
        assertThat(fields.routine()).isEqualTo("_bt_check_unique");
    }

    @Contract("3.6 unwrapping")
    @Test
    void futureFailsWithTheErrorItself() {
        CompletableFuture<?> direct = connection.execute("SELECT 1/0");
        Throwable[] seen = new Throwable[1];
        direct.handle((cursor, error) -> seen[0] = error).join();

        assertThat(seen[0]).isExactlyInstanceOf(DataException.class);
    }

    @Contract({"3.6 FATAL sqlstate", "2 Connection.test_bad_connect_local"})
    @Test
    void refusedLoginsAndKilledSessionsKeepTheirSqlState() {
        assertThat(failure(Momoko.connect(SERVER.dsn("password=wrong"))))
                .isInstanceOfSatisfying(
                        ConnectException.class,
                        error -> assertThat(error.sqlState()).isEqualTo("28P01"));
        assertThat(failure(Momoko.connect(TestMode.dsn(SERVER, "dbname=nowhere"))))
                .isInstanceOfSatisfying(
                        ConnectException.class,
                        error -> assertThat(error.sqlState()).isEqualTo("3D000"));

        CompletableFuture<?> running = connection.execute("SELECT pg_sleep(30)");
        Await.until(
                "it runs",
                () -> SERVER.sessions("momoko-test").stream().anyMatch(session -> "active".equals(session.state())));
        SERVER.terminateBackends("momoko-test");
        assertThat(failure(running))
                .isInstanceOf(OutcomeUnknownException.class)
                .cause()
                .isInstanceOfSatisfying(
                        DatabaseException.class,
                        error -> assertThat(error.sqlState()).isEqualTo("57P01"));
    }

    @Contract({"1.5 SQL errors", "1.6.6"})
    @Test
    void errorOfTheServerIsNeverRetried() {
        Pool pool = invariants.close(TestMode.pool(SERVER)
                .retryPolicy(org.momoko.config.RetryPolicy.MOMOKO)
                .build());
        pool.connect().join();
        pool.execute("DROP SEQUENCE IF EXISTS tries; CREATE SEQUENCE tries").join();

        assertThat(failure(pool.execute("SELECT 1 / (nextval('tries') - %s)", 1)))
                .isInstanceOf(DataException.class);

        assertThat(pool.execute("SELECT last_value, is_called FROM tries")
                        .join()
                        .fetchOne()
                        .getLong(0))
                .isEqualTo(1);
        assertThat(pool.stats().free()).isEqualTo(1);
    }
}
