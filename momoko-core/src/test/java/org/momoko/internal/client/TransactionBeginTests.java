package org.momoko.internal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.momoko.Momoko;
import org.momoko.api.Connection;
import org.momoko.api.Query;
import org.momoko.config.QueryMode;
import org.momoko.error.DatabaseException;
import org.momoko.error.InterfaceException;
import org.momoko.testing.ScriptedConnection;
import org.momoko.testing.ScriptedServer;

/** BEGIN and the statement that it travels with, on servers that refuse BEGIN or end in the middle. */
class TransactionBeginTests {

    private static Connection open(ScriptedServer server, QueryMode mode) throws Exception {
        Connection connection =
                Momoko.connection(server.dsn("sslmode=disable")).queryMode(mode).build();
        return connection.connect().get(5, TimeUnit.SECONDS);
    }

    private static void accept(ScriptedConnection connection) throws IOException {
        connection.acceptSession();
    }

    @ParameterizedTest
    @CsvSource({"AUTO,PBEQ,S", "SIMPLE,PBEQ,S", "EXTENDED,PBEPDBES,''"})
    void nothingRunsOutsideATransactionThatWasNotBegun(QueryMode mode, String flight, String afterError)
            throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(connection -> {
            accept(connection);
            connection.expectAll(flight);
            connection.sendEmpty('1');
            connection.sendEmpty('2');
            connection.sendErrorResponse("25006", "ERROR", "not now");
            connection.expectAll(afterError);
            connection.sendReadyForQuery('I');
            connection.expect('X');
        })) {
            Connection connection = open(server, mode);
            AtomicReference<CompletableFuture<?>> second = new AtomicReference<>();
            CompletableFuture<?> result = connection.inTransaction(transaction -> {
                CompletableFuture<?> first = transaction.execute("DELETE FROM t");
                second.set(transaction.execute("DELETE FROM u"));
                return first;
            });
            assertThatThrownBy(() -> result.get(5, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("not now");
            assertThatThrownBy(() -> second.get().get(5, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(InterfaceException.class)
                    .hasMessageContaining("not begun")
                    .hasCauseInstanceOf(DatabaseException.class);
            connection.close();
            server.verify();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = QueryMode.class,
            names = {"AUTO", "SIMPLE", "EXTENDED"})
    void swallowedErrorOfBeginIsNotACommit(QueryMode mode) throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(connection -> {
            accept(connection);
            connection.expectAll(mode != QueryMode.EXTENDED ? "PBEQ" : "PBEPDBES");
            connection.sendErrorResponse("57014", "ERROR", "canceled by somebody");
            connection.expectAll(mode != QueryMode.EXTENDED ? "S" : "");
            connection.sendReadyForQuery('I');
            connection.expect('X');
        })) {
            Connection connection = open(server, mode);
            CompletableFuture<String> result = connection.inTransaction(
                    transaction -> transaction.execute("DELETE FROM t").handle((cursor, error) -> "all is well"));
            assertThatThrownBy(() -> result.get(5, TimeUnit.SECONDS))
                    .cause()
                    .hasMessageContaining("canceled by somebody");
            connection.close();
            server.verify();
        }
    }

    /** The answer to COMMIT is there, only what has to follow it is lost. */
    @ParameterizedTest
    @CsvSource({"true,true", "false,false"})
    void commitIsKnownOnceItsTagHasCome(boolean tagged, boolean succeeds) throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(connection -> {
            accept(connection);
            connection.expectAll("PBEQ");
            connection.sendEmpty('1');
            connection.sendEmpty('2');
            connection.sendCommandComplete("BEGIN");
            connection.sendCommandComplete("DELETE 1");
            connection.sendReadyForQuery('T');
            assertThat(new String(connection.expect('Q').body(), StandardCharsets.UTF_8))
                    .startsWith("COMMIT");
            if (tagged) {
                connection.sendCommandComplete("COMMIT");
            }
            connection.close();
        })) {
            Connection connection = open(server, QueryMode.AUTO);
            CompletableFuture<?> result = connection.inTransaction(transaction -> transaction.execute("DELETE FROM t"));
            assertThat(result.handle((value, error) -> error == null).get(5, TimeUnit.SECONDS))
                    .isEqualTo(succeeds);
            connection.close();
            server.verify();
        }
    }

    /** The server answers nothing before all has come. */
    @Test
    void listTravelsInOneFlightAndNothingOfItRunsWhenBeginFails() throws Exception {
        ScriptedServer.Script refusing = connection -> {
            accept(connection);
            connection.expectAll("PBEPBDEPBDEPBES");
            connection.sendErrorResponse("57014", "ERROR", "canceled by somebody");
            connection.sendReadyForQuery('I');
        };
        // the texts are being prepared when the connection is closed, which the server is asked to end
        try (ScriptedServer server = ScriptedServer.playing(refusing, ScriptedConnection::expectCancelRequest)) {
            Connection connection = open(server, QueryMode.AUTO);
            CompletableFuture<?> result =
                    connection.transaction(Query.of("DELETE FROM t"), Query.of("DELETE FROM u WHERE id = %s", 1));
            assertThatThrownBy(() -> result.get(5, TimeUnit.SECONDS))
                    .cause()
                    .hasMessageContaining("canceled by somebody");
            connection.close();
            server.verify();
        }
    }
}
