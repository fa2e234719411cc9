package org.momoko.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.momoko.api.Row;
import org.momoko.error.OutcomeUnknownException;
import org.momoko.error.ProgrammingException;
import org.momoko.error.ProtocolException;
import org.momoko.testing.Contract;

/** What a session writes, and when. */
class SessionTests {
    private final Conversation conversation = new Conversation();

    @Test
    void firstExecutionIsOneFlight() {
        QueryExchange<Row> exchange = conversation.send("SELECT %s AS n", 1);

        assertThat(conversation.kinds()).containsExactly("Parse Describe Bind Execute Sync");
        conversation.receive(Conversation.firstAnswer());
        assertThat(exchange.join().fetchAll().get(0).getInt("n")).isEqualTo(1);
    }

    @Test
    void laterExecutionsSendNoMoreThanTheyMust() {
        conversation.prepare();

        QueryExchange<Row> exchange = conversation.send("SELECT %s AS n", 5);

        assertThat(conversation.kinds()).containsExactly("Bind Execute Sync");
        conversation.receive(
                Answers.empty('2'), Answers.binaryRow(5), Answers.complete("SELECT 1"), Answers.ready('I'));
        assertThat(exchange.join().fetchAll().get(0).getInt("n")).isEqualTo(5);
    }

    @Test
    void whatIsSubmittedInOneTurnLeavesInOneWrite() {
        conversation.prepare();
        for (int i = 0; i < 10; i++) {
            conversation.submit("SELECT %s AS n", i);
        }
        conversation.loop.turn();

        assertThat(conversation.writes())
                .hasSize(1)
                .first()
                .satisfies(write -> assertThat(write).hasSize(30));
    }

    @Test
    void whatACompletionSubmitsLeavesAtTheEndOfTheRead() {
        conversation.prepare();
        QueryExchange<Row> first = conversation.submit("SELECT %s AS n", 1);
        QueryExchange<Row> second = conversation.submit("SELECT %s AS n", 2);
        conversation.loop.turn();
        conversation.writes();
        first.thenAccept(cursor -> conversation.submit("SELECT %s AS n", 3));
        second.thenAccept(cursor -> conversation.submit("SELECT %s AS n", 4));

        byte[] answer = Answers.together(
                Answers.empty('2'), Answers.binaryRow(1), Answers.complete("SELECT 1"), Answers.ready('I'));
        conversation.receive(answer, answer);

        assertThat(conversation.kinds()).containsExactly("Bind Execute Sync Bind Execute Sync");
    }

    @Test
    void textThatParseRefusesGoesAsALiteralAndWhatWaitsBehindItComesAfter() {
        QueryExchange<Row> refused = conversation.submit("SELECT pg_typeof(%s)", "x");
        QueryExchange<Row> behind = conversation.submit("SELECT %s AS n", 1);
        conversation.loop.turn();
        assertThat(conversation.kinds()).containsExactly("Parse Describe Bind Execute Sync");

        conversation.receive(Answers.error("ERROR", "42P18", "could not determine"), Answers.ready('I'));
        List<List<String>> again = conversation.writes();
        assertThat(again).hasSize(1);
        assertThat(again.get(0).get(0)).contains("Query").contains("SELECT pg_typeof('x')");

        conversation.receive(
                Answers.rowDescription("t"), Answers.textRow("705"), Answers.complete("SELECT 1"), Answers.ready('I'));
        assertThat(refused.join().rowCount()).isEqualTo(1);
        assertThat(conversation.kinds()).containsExactly("Parse Describe Bind Execute Sync");
        conversation.receive(Conversation.firstAnswer());
        assertThat(behind.join().rowCount()).isEqualTo(1);

        conversation.send("SELECT pg_typeof(%s)", "y");
        assertThat(conversation.kinds()).containsExactly("Query");
    }

    @Test
    void holdEndsWithParseCompleteNotWithTheWholeAnswer() {
        conversation.submit("SELECT %s AS n", 1);
        conversation.submit("SELECT %s AS n", 2);
        conversation.loop.turn();
        conversation.writes();

        conversation.receive(Answers.empty('1'));

        assertThat(conversation.kinds()).containsExactly("Bind Describe Execute Sync");
    }

    @Test
    void unknownTextInATransactionGoesAsALiteralAndIsPreparedWhenTheTransactionHasEnded() {
        conversation.send("BEGIN");
        conversation.receive(Answers.complete("BEGIN"), Answers.ready('T'));
        conversation.send("SELECT %s AS n", 1);
        conversation.receive(
                Answers.rowDescription("n"), Answers.textRow("1"), Answers.complete("SELECT 1"), Answers.ready('T'));
        conversation.send("COMMIT");
        assertThat(conversation.kinds()).containsExactly("Query", "Query", "Query");

        conversation.receive(Answers.complete("COMMIT"), Answers.ready('I'));

        assertThat(conversation.kinds()).containsExactly("Parse Describe Sync");
    }

    @Test
    void stalePlanIsPreparedAfreshAndRunOnce() {
        conversation.prepare();
        QueryExchange<Row> exchange = conversation.send("SELECT %s AS n", 2);
        conversation.writes();

        conversation.receive(Answers.error("ERROR", "26000", "prepared statement does not exist"), Answers.ready('I'));

        assertThat(conversation.kinds()).containsExactly("Parse Describe Bind Execute Sync");
        conversation.receive(Conversation.firstAnswer());
        assertThat(exchange.join().rowCount()).isEqualTo(1);
    }

    @Test
    void statementThatCannotBeEncodedSendsNothingAndHarmsNobody() {
        conversation.prepare();
        QueryExchange<Row> bad = conversation.submit("SELECT %s AS t", "nul \0 inside");
        QueryExchange<Row> good = conversation.submit("SELECT %s AS n", 2);
        conversation.loop.turn();

        assertThatThrownBy(bad::join).hasCauseInstanceOf(ProgrammingException.class);
        assertThat(conversation.kinds()).containsExactly("Bind Execute Sync");
        conversation.receive(
                Answers.empty('2'), Answers.binaryRow(2), Answers.complete("SELECT 1"), Answers.ready('I'));
        assertThat(good.join().rowCount()).isEqualTo(1);
    }

    @Test
    @Contract("S43")
    void cancelWaitsForTheServerAndForTheCancelSocket() {
        conversation.prepare();
        QueryExchange<Row> cancelled = conversation.send("SELECT %s AS n", 1);
        cancelled.cancel(false);
        QueryExchange<Row> next = conversation.send("SELECT %s AS n", 2);
        conversation.writes();
        assertThat(conversation.loop.cancelRequests()).hasSize(1);

        conversation.receive(Answers.error("ERROR", "57014", "canceling statement"), Answers.ready('I'));
        assertThat(conversation.writes()).isEmpty();
        conversation.loop.cancelRequests().get(0).complete(null);
        conversation.loop.turn();

        assertThat(conversation.kinds()).containsExactly("Bind Execute Sync");
        conversation.receive(
                Answers.empty('2'), Answers.binaryRow(2), Answers.complete("SELECT 1"), Answers.ready('I'));
        assertThat(next.join().rowCount()).isEqualTo(1);
    }

    @Test
    void cancelRequestThatCameTooEarlyIsRepeated() {
        conversation.prepare();
        conversation.send("SELECT %s AS n", 1).cancel(false);
        conversation.loop.turn();
        conversation.loop.cancelRequests().get(0).complete(null);
        conversation.loop.turn();

        assertThat(conversation.loop.cancelRequests()).hasSize(1);

        conversation.loop.fireTimers(Duration.ofSeconds(1));

        assertThat(conversation.loop.cancelRequests()).hasSize(2);
    }

    @Test
    void serverThatIgnoresCancelRequestsLosesItsConnection() {
        conversation.prepare();
        QueryExchange<Row> ignored = conversation.send("SELECT %s AS n", 1);
        ignored.cancel(false);
        QueryExchange<Row> behind = conversation.send("SELECT %s AS n", 2);

        conversation.loop.fireTimers(Duration.ofSeconds(5));

        assertThat(conversation.loop.closed()).isTrue();
        conversation.disconnect();
        assertThatThrownBy(behind::join)
                .cause()
                .satisfies(error -> assertThat(((org.momoko.error.DatabaseException) error).nothingSent())
                        .isTrue());
    }

    @Test
    void statementWithNeighboursIsNotCancelledOnTheServer() {
        conversation.prepare();
        QueryExchange<Row> first = conversation.submit("SELECT %s AS n", 1);
        QueryExchange<Row> second = conversation.submit("SELECT %s AS n", 2);
        conversation.loop.turn();

        first.cancel(false);
        conversation.loop.turn();
        assertThat(conversation.loop.cancelRequests()).isEmpty();

        byte[] answer = Answers.together(
                Answers.empty('2'), Answers.binaryRow(2), Answers.complete("SELECT 1"), Answers.ready('I'));
        conversation.receive(answer, answer);
        assertThat(second.join().fetchAll().get(0).getInt(0)).isEqualTo(2);
    }

    /** What its time limit or its caller has ended must not keep the server at work once it may be cancelled. */
    @Test
    void statementGivenUpBehindAnotherIsCancelledWhenThatIsAnswered() {
        conversation.prepare();
        QueryExchange<Row> first = conversation.submit("SELECT %s AS n", 1);
        QueryExchange<Row> second = conversation.submit("SELECT %s AS n", 2);
        conversation.loop.turn();
        second.cancel(false);
        conversation.loop.turn();
        assertThat(conversation.loop.cancelRequests()).isEmpty();

        conversation.receive(
                Answers.empty('2'), Answers.binaryRow(1), Answers.complete("SELECT 1"), Answers.ready('I'));

        assertThat(first.join().rowCount()).isEqualTo(1);
        assertThat(conversation.loop.cancelRequests()).hasSize(1);
        conversation.loop.cancelRequests().get(0).complete(null);
        conversation.receive(Answers.error("ERROR", "57014", "canceling statement"), Answers.ready('I'));
        assertThat(conversation.send("SELECT %s AS n", 3)).isNotDone();
        assertThat(conversation.kinds()).endsWith("Bind Execute Sync");
    }

    @Test
    void abandonedBeforeItIsWrittenIsNeverWritten() {
        conversation.prepare();
        conversation.submit("SELECT %s AS n", 1).cancel(false);
        conversation.loop.turn();

        assertThat(conversation.writes()).isEmpty();
    }

    @Test
    void errorWithoutSqlStateIsStillTheServersError() {
        QueryExchange<Row> exchange = conversation.send("SELECT 1");
        conversation.receive(Answers.error("ERROR", "", "a proxy says no"), Answers.ready('I'));

        assertThatThrownBy(exchange::join)
                .hasCauseInstanceOf(org.momoko.error.DatabaseException.class)
                .cause()
                .hasMessageContaining("a proxy says no");
    }

    @Test
    @Contract("S41")
    void fatalErrorWhileIdleClosesAtOnceAndNothingMoreIsSent() {
        conversation.receive(Answers.error("FATAL", "57P01", "terminating connection"));

        assertThat(conversation.session.isOpen()).isFalse();
        QueryExchange<Row> late = conversation.send("SELECT 1");
        assertThatThrownBy(late::join)
                .cause()
                .hasMessageContaining("terminating connection")
                .satisfies(error -> assertThat(((org.momoko.error.DatabaseException) error).nothingSent())
                        .isTrue());
    }

    @Test
    @Contract("1.5 outcome unknown")
    void fatalErrorDuringAStatementLeavesItsOutcomeUnknown() {
        QueryExchange<Row> exchange = conversation.send("CALL committing()");
        conversation.receive(Answers.error("FATAL", "57P01", "terminating connection"));
        conversation.disconnect();

        assertThatThrownBy(exchange::join)
                .hasCauseInstanceOf(OutcomeUnknownException.class)
                .cause()
                .hasMessageContaining("terminating connection");
    }

    @Test
    void rowsWithoutADescriptionAreAProtocolError() {
        conversation.send("SELECT 1");

        assertThatThrownBy(() -> conversation.receive(Answers.textRow("1")))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("DataRow before RowDescription");
    }

    @Test
    void messageOutOfPlaceIsAProtocolError() {
        assertThatThrownBy(() -> conversation.receive(Answers.complete("SELECT 1")))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("while no statement is running");
    }
}
