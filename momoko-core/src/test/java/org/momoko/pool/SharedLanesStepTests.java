package org.momoko.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.momoko.Momoko;
import org.momoko.api.Cursor;
import org.momoko.api.Pool;
import org.momoko.api.Row;
import org.momoko.error.DataException;
import org.momoko.error.MomokoException;
import org.momoko.testing.Await;
import org.momoko.testing.Invariants;
import org.momoko.testing.ScriptedConnection;
import org.momoko.testing.ScriptedServer;

/**
 * Disturbs statements that share a connection after each of the messages that answer them. Whatever happens, each ends once,
 * with its own result or an error, and its place is free again.
 */
@Timeout(60)
class SharedLanesStepTests {
    private static final String NUMBER = "SELECT %s::int4 AS n";
    /** Executions until the pool has seen that the text is quick. */
    private static final int LEARNED = 8;

    private static final int RIDERS = 4;
    /** Who is answered with an error. */
    private static final int FAILS = 1;

    @RegisterExtension
    static final Invariants invariants = new Invariants();

    private enum Disturbance {
        CUT,
        FATAL,
        ABANDON,
        CLOSE_POOL,
        ASYNCHRONOUS_MESSAGES
    }

    /** One message of an answer. */
    @FunctionalInterface
    private interface Message {
        void send(ScriptedConnection connection) throws IOException;
    }

    private static List<Message> answer(int rider) {
        return rider == FAILS
                ? List.of(c -> c.sendErrorResponse("22012", "ERROR", "division by zero"), c -> c.sendReadyForQuery('I'))
                : List.of(
                        c -> c.sendEmpty('2'),
                        c -> c.sendDataRowBytes(
                                ByteBuffer.allocate(4).putInt(100 + rider).array()),
                        c -> c.sendCommandComplete("SELECT 1"),
                        c -> c.sendReadyForQuery('I'));
    }

    /** How many messages come before the end of a rider's answer. */
    private static int answeredAfter(int rider) {
        return IntStream.rangeClosed(0, rider).map(r -> answer(r).size()).sum();
    }

    static Stream<Arguments> everyStep() {
        return Stream.of(Disturbance.values())
                .flatMap(disturbance -> IntStream.rangeClosed(0, answeredAfter(RIDERS - 1))
                        .mapToObj(step -> Arguments.of(disturbance, step)));
    }

    @ParameterizedTest(name = "{0} after {1} messages")
    @MethodSource("everyStep")
    void everyStatementEndsOnceAndItsPlaceIsFree(Disturbance disturbance, int step) throws Exception {
        // where the machine is slow the pool finds the text slow, or a statement comes too late to share
        for (int attempts = 1; !new Play(disturbance, step).shared(); attempts++) {
            assertThat(attempts).isLessThan(20);
        }
    }

    /** One conversation with a server of its own. */
    private static final class Play {
        private final Disturbance disturbance;
        private final int step;
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch disturbed = new CountDownLatch(1);
        private volatile boolean givenUp;

        Play(Disturbance disturbance, int step) {
            this.disturbance = disturbance;
            this.step = step;
        }

        /** False when the statements did not share the connection; then nothing was disturbed. */
        boolean shared() throws Exception {
            try (ScriptedServer server = ScriptedServer.playing(this::lane, this::afterwards, given -> {})) {
                Pool pool = Momoko.pool(server.dsn())
                        .size(1)
                        .pipelining(RIDERS)
                        .build()
                        .connect()
                        .join();
                try {
                    return disturb(pool);
                } finally {
                    disturbed.countDown();
                    if (!pool.closed()) {
                        pool.close();
                    }
                }
            }
        }

        private boolean disturb(Pool pool) throws Exception {
            for (int i = 0; i < LEARNED; i++) {
                pool.execute(NUMBER, 1).join();
            }
            List<CompletableFuture<Cursor<Row>>> riders = new ArrayList<>();
            for (int rider = 0; rider < RIDERS; rider++) {
                riders.add(pool.execute(NUMBER, rider));
            }
            if (pool.stats().waiting() > 0) {
                givenUp = true;
                return false;
            }
            assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();
            boolean[] abandoned = new boolean[RIDERS];
            if (disturbance == Disturbance.ABANDON) {
                for (int rider = 0; rider < RIDERS - 1; rider += 2) {
                    abandoned[rider] = riders.get(rider).cancel(false);
                }
            } else if (disturbance == Disturbance.CLOSE_POOL) {
                pool.close();
            }
            disturbed.countDown();
            for (int rider = 0; rider < RIDERS; rider++) {
                if (abandoned[rider]) {
                    assertThat(error(riders.get(rider))).isInstanceOf(CancellationException.class);
                } else {
                    assertEnd(rider, riders.get(rider));
                }
            }
            Await.until(
                    "no place is taken",
                    () -> pool.stats().busy() == 0 && pool.stats().waiting() == 0);
            if (disturbance != Disturbance.CLOSE_POOL) {
                assertThat(pool.execute(NUMBER, 7).join().fetchOne().getInt(0)).isEqualTo(7);
                assertThat(pool.stats().total()).isEqualTo(1);
            }
            return true;
        }

        private void assertEnd(int rider, CompletableFuture<Cursor<Row>> future) throws Exception {
            Throwable error = error(future);
            boolean answered = step >= answeredAfter(rider);
            boolean lost = disturbance == Disturbance.CUT || disturbance == Disturbance.FATAL;
            if (lost && rider == FAILS && step == answeredAfter(rider) - 1) {
                // its error has come, if not its ReadyForQuery
                assertThat(error).isInstanceOf(DataException.class);
            } else if (lost && !answered
                    // what has arrived may not have been read when the pool was closed
                    || disturbance == Disturbance.CLOSE_POOL && error != null) {
                assertThat(error).isInstanceOf(MomokoException.class);
            } else {
                assertOwnResult(rider, future, error);
            }
        }

        private void lane(ScriptedConnection connection) throws Exception {
            connection.acceptSession();
            first(connection, 1);
            for (int i = 1; i < LEARNED; i++) {
                later(connection, 1);
            }
            // what is not sent yet would be sent on the next connection
            if (!received(connection)) {
                return;
            }
            int sent = 0;
            for (int rider = 0; rider < RIDERS; rider++) {
                for (Message message : answer(rider)) {
                    if (sent++ == step && disturb(connection)) {
                        return;
                    }
                    message.send(connection);
                }
            }
            if (sent == step && disturb(connection)) {
                return;
            }
            if (disturbance != Disturbance.CLOSE_POOL) {
                later(connection, 7);
            }
        }

        /** Takes all statements; false when they do not come since the play was given up. */
        private boolean received(ScriptedConnection connection) throws IOException {
            try {
                connection.expectAll("BES".repeat(RIDERS));
                return true;
            } catch (IOException | AssertionError closed) {
                if (givenUp) {
                    return false;
                }
                throw closed;
            }
        }

        /** True when the connection has come to its end. */
        private boolean disturb(ScriptedConnection connection) throws Exception {
            switch (disturbance) {
                case CUT -> connection.cut();
                case FATAL -> {
                    connection.sendErrorResponse("57P01", "FATAL", "terminating connection");
                    connection.close();
                }
                case ASYNCHRONOUS_MESSAGES -> {
                    connection.sendNoticeResponse("00000", "NOTICE", "by the way");
                    connection.sendNotification(7, "news", "extra");
                    connection.sendParameterStatus("application_name", "other");
                }
                default -> {}
            }
            reached.countDown();
            assertThat(disturbed.await(10, TimeUnit.SECONDS)).isTrue();
            return disturbance == Disturbance.CUT
                    || disturbance == Disturbance.FATAL
                    || disturbance == Disturbance.CLOSE_POOL;
        }

        /** The connection that is opened after the disturbance, if one is. */
        private void afterwards(ScriptedConnection connection) throws IOException {
            if (givenUp) {
                return;
            }
            if (disturbance == Disturbance.CLOSE_POOL) {
                connection.expectCancelRequest();
                return;
            }
            connection.acceptSession();
            first(connection, 7);
        }
    }

    private static void assertOwnResult(int rider, CompletableFuture<Cursor<Row>> future, @Nullable Throwable error) {
        if (rider == FAILS) {
            assertThat(error).isInstanceOf(DataException.class);
        } else {
            assertThat(error).isNull();
            assertThat(future.join().fetchOne().getInt(0)).isEqualTo(100 + rider);
        }
    }

    private static @Nullable Throwable error(CompletableFuture<?> future) throws Exception {
        return future.handle((result, error) -> error instanceof CompletionException ? error.getCause() : error)
                .get(10, TimeUnit.SECONDS);
    }

    private static void first(ScriptedConnection connection, int value) throws IOException {
        connection.expectAll("PDBES");
        connection.sendEmpty('1');
        connection.sendParameterDescription(23);
        connection.sendRowDescription(ScriptedConnection.Column.of("n", 23, 4));
        connection.sendEmpty('2');
        connection.sendDataRow(Integer.toString(value));
        connection.sendCommandComplete("SELECT 1");
        connection.sendReadyForQuery('I');
    }

    private static void later(ScriptedConnection connection, int value) throws IOException {
        connection.expectAll("BES");
        connection.sendEmpty('2');
        connection.sendDataRowBytes(ByteBuffer.allocate(4).putInt(value).array());
        connection.sendCommandComplete("SELECT 1");
        connection.sendReadyForQuery('I');
    }
}
