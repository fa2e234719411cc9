package org.momoko.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.momoko.api.Row;
import org.momoko.testing.Contract;

/**
 * Disturbs every kind of exchange after each of its messages. Whatever happens, both its future and that of the statement
 * behind it complete, and the session is either usable or closed.
 */
class EveryStepTests {

    /** An exchange and what the server answers, message by message. */
    private enum Kind {
        LITERAL(
                "SHOW x",
                Answers.rowDescription("n"),
                Answers.textRow("1"),
                Answers.textRow("2"),
                Answers.complete("SHOW"),
                Answers.ready('I')),
        SEVERAL(
                "SELECT 1; UPDATE t SET a = 1",
                Answers.rowDescription("n"),
                Answers.textRow("1"),
                Answers.complete("SELECT 1"),
                Answers.complete("UPDATE 3"),
                Answers.ready('I')),
        FIRST(
                "SELECT %s AS first",
                Answers.empty('1'),
                Answers.parameterDescription(23),
                Answers.rowDescription("n"),
                Answers.empty('2'),
                Answers.textRow("1"),
                Answers.complete("SELECT 1"),
                Answers.ready('I')),
        PREPARED(
                "SELECT %s AS n",
                Answers.empty('2'),
                Answers.binaryRow(1),
                Answers.binaryRow(2),
                Answers.complete("SELECT 2"),
                Answers.ready('I')),
        FAILING("SHOW y", Answers.error("ERROR", "42704", "unrecognized"), Answers.ready('I'));

        private final String sql;
        private final byte[][] answers;

        Kind(String sql, byte[]... answers) {
            this.sql = sql;
            this.answers = answers;
        }
    }

    private enum Disturbance {
        ABANDON,
        CLOSE,
        DISCONNECT,
        FATAL,
        ASYNCHRONOUS_MESSAGES
    }

    static Stream<Arguments> everyStep() {
        List<Arguments> all = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            for (Disturbance disturbance : Disturbance.values()) {
                for (int step = 0; step <= kind.answers.length; step++) {
                    all.add(Arguments.of(kind, disturbance, step));
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest(name = "{0}, {1} after {2} messages")
    @MethodSource("everyStep")
    @Contract("S40")
    void everyFutureCompletesAndTheSessionIsUsableOrClosed(Kind kind, Disturbance disturbance, int step) {
        Conversation conversation = new Conversation();
        conversation.prepare();
        QueryExchange<Row> exchange =
                kind.sql.contains("%s") ? conversation.send(kind.sql, 1) : conversation.send(kind.sql);
        QueryExchange<Row> behind = conversation.submit("SELECT %s AS n", 7);

        for (int i = 0; i < step; i++) {
            conversation.receive(kind.answers[i]);
        }
        disturb(conversation, exchange, disturbance);
        boolean open = conversation.session.state() == SessionState.READY;
        for (int i = step; open && i < kind.answers.length; i++) {
            conversation.receive(kind.answers[i]);
        }
        conversation.loop.cancelRequests().forEach(request -> request.complete(null));
        conversation.loop.turn();
        if (open) {
            conversation.receive(
                    Answers.empty('2'), Answers.binaryRow(7), Answers.complete("SELECT 1"), Answers.ready('I'));
            assertThat(behind.join().fetchAll().get(0).getInt(0)).isEqualTo(7);
            assertThat(conversation.session.isOpen()).isTrue();
        } else {
            conversation.disconnect();
            assertThat(conversation.session.state()).isEqualTo(SessionState.CLOSED);
            assertThat(behind.isCompletedExceptionally()).isTrue();
        }
        assertThat(exchange.isDone()).isTrue();
        boolean disturbedInTime = step < kind.answers.length && disturbance != Disturbance.ASYNCHRONOUS_MESSAGES;
        assertThat(exchange.isCompletedExceptionally()).isEqualTo(disturbedInTime || kind == Kind.FAILING);
    }

    static Stream<Arguments> everyStepOfEveryKind() {
        return Stream.of(Kind.values())
                .flatMap(kind ->
                        IntStream.rangeClosed(0, kind.answers.length).mapToObj(step -> Arguments.of(kind, step)));
    }

    @ParameterizedTest(name = "{0}, after {1} messages")
    @MethodSource("everyStepOfEveryKind")
    @Contract("S40")
    void noticesNotificationsAndParameterReportsMayComeAtAnyMoment(Kind kind, int step) {
        assertThat(outcome(kind, step)).isEqualTo(outcome(kind, -1));
    }

    /** How the exchange ends when messages of the server's own come after so many answers; -1 for never. */
    private static List<String> outcome(Kind kind, int disturbedAfter) {
        Conversation conversation = new Conversation();
        conversation.prepare();
        List<String> heard = new ArrayList<>();
        conversation.session.events().onNotification(notification -> heard.add(notification.payload()));
        QueryExchange<Row> exchange =
                kind.sql.contains("%s") ? conversation.send(kind.sql, 1) : conversation.send(kind.sql);
        for (int i = 0; i <= kind.answers.length; i++) {
            if (i == disturbedAfter) {
                disturb(conversation, exchange, Disturbance.ASYNCHRONOUS_MESSAGES);
                assertThat(heard).containsExactly("extra");
                assertThat(conversation.session.events().notices()).containsExactly("NOTICE:  by the way\n");
                assertThat(conversation.session.parameter("TimeZone")).isEqualTo("Europe/Paris");
            }
            if (i < kind.answers.length) {
                conversation.receive(kind.answers[i]);
            }
        }
        return exchange.handle((cursor, error) -> cursor == null
                        ? List.of(error.toString())
                        : cursor.results().stream()
                                .map(result -> result.statusMessage() + result.rowCount())
                                .toList())
                .join();
    }

    private static void disturb(Conversation conversation, QueryExchange<Row> exchange, Disturbance disturbance) {
        switch (disturbance) {
            case ABANDON -> exchange.cancel(false);
            case CLOSE -> conversation.session.close();
            case DISCONNECT -> conversation.disconnect();
            case FATAL -> conversation.receive(Answers.error("FATAL", "57P01", "terminating connection"));
            case ASYNCHRONOUS_MESSAGES ->
                conversation.receive(
                        Answers.notice("by the way"),
                        Answers.parameterStatus("TimeZone", "Europe/Paris"),
                        Answers.notification("news", "extra"));
        }
        conversation.loop.turn();
    }
}
