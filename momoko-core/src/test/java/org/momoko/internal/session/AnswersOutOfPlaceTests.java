package org.momoko.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.momoko.internal.session.Answers.binaryRow;
import static org.momoko.internal.session.Answers.complete;
import static org.momoko.internal.session.Answers.empty;
import static org.momoko.internal.session.Answers.ready;
import static org.momoko.internal.session.Answers.rowDescription;
import static org.momoko.internal.session.Answers.textRow;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.momoko.error.DatabaseException;
import org.momoko.error.OutcomeUnknownException;
import org.momoko.error.ProtocolException;
import org.momoko.internal.sql.ArgumentStyle;

/**
 * A server that answers what was not asked ends the connection: what comes next might be taken for the answer to another
 * statement, or overwrite rows that came before.
 */
class AnswersOutOfPlaceTests {
    private final Conversation conversation = new Conversation();

    static Stream<byte[]> afterABoundStatement() {
        byte[] row = Answers.together(empty('2'), binaryRow(2));
        return Stream.of(
                ready('I'),
                Answers.together(row, ready('I')),
                Answers.together(row, complete("SELECT 1"), binaryRow(3)),
                Answers.together(row, complete("SELECT 1"), complete("SELECT 1")),
                Answers.together(row, rowDescription("n")),
                rowDescription("n"));
    }

    @ParameterizedTest
    @MethodSource
    void afterABoundStatement(byte[] answer) {
        conversation.prepare();
        endsTheConnection(conversation.send("SELECT %s AS n", 2), answer);
    }

    static Stream<byte[]> afterATextOfSeveralStatements() {
        byte[] first = Answers.together(rowDescription("a"), textRow("1"));
        return Stream.of(
                ready('I'),
                Answers.together(first, ready('I')),
                Answers.together(first, complete("SELECT 1"), textRow("2")),
                Answers.together(first, rowDescription("b")));
    }

    @ParameterizedTest
    @MethodSource
    void afterATextOfSeveralStatements(byte[] answer) {
        endsTheConnection(conversation.send("SELECT 1 AS a; SELECT 2 AS b"), answer);
    }

    @Test
    void readyForQueryBeforeTheAnswerToACommandOfOurOwn() {
        CompletableFuture<?> command = SimpleCommand.run(conversation.session, "DISCARD ALL");
        conversation.loop.turn();
        endsTheConnection(command, ready('I'));
    }

    @Test
    void readyForQueryBeforeTheLastRowOfExecuteManyIsAnswered() {
        ManyRows rows = new ManyRows(
                conversation.context.texts().get("SELECT %s AS n", ArgumentStyle.POSITIONAL),
                List.of(new Object[] {1}, new Object[] {2}).iterator(),
                Exchange.NO_DEADLINE);
        conversation.prepare();
        ManyExchange many = new ManyExchange(conversation.context, rows);
        conversation.session.submit(many);
        conversation.loop.turn();
        endsTheConnection(many, Answers.together(empty('2'), textRow("1"), complete("SELECT 1"), ready('T')));
    }

    /** Whoever waits behind gets none of it. */
    private void endsTheConnection(CompletableFuture<?> asked, byte[] answer) {
        QueryExchange<?> behind = conversation.send("SELECT 3");
        Throwable failure = catchThrowable(() -> conversation.receive(answer));
        assertThat(failure).isInstanceOf(ProtocolException.class);
        conversation.session.disconnected(failure);
        assertThatThrownBy(asked::join)
                .cause()
                .isInstanceOf(OutcomeUnknownException.class)
                .hasCauseInstanceOf(ProtocolException.class);
        assertThatThrownBy(behind::join).hasCauseInstanceOf(DatabaseException.class);
    }
}
