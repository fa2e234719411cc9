package org.momoko.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.momoko.api.Cursor;
import org.momoko.api.Row;
import org.momoko.error.OutcomeUnknownException;
import org.momoko.error.ProtocolException;
import org.momoko.internal.sql.ArgumentStyle;

/** What a group writes, and how its statements end. */
class GroupExchangeTests {
    private final Conversation conversation = new Conversation();
    private final List<GroupStatement<?>> statements = new ArrayList<>();

    private CompletableFuture<Cursor<Row>> add(String sql, @Nullable Object... values) {
        ArgumentStyle style = values.length == 0 ? ArgumentStyle.NONE : ArgumentStyle.POSITIONAL;
        GroupStatement<Row> statement = new GroupStatement<>(
                conversation.context,
                conversation.context.texts().get(sql, style),
                values,
                conversation.context.cursorFactory(),
                null);
        statements.add(statement);
        return statement;
    }

    private GroupExchange<List<Cursor<Row>>> submit() {
        GroupExchange<List<Cursor<Row>>> exchange = new GroupExchange<>(
                conversation.context,
                new PipelineGroup(statements, conversation.context.cursorFactory(), Exchange.NO_DEADLINE));
        conversation.session.submit(exchange);
        return exchange;
    }

    private static byte[] answer(int value) {
        return Answers.together(Answers.empty('2'), Answers.binaryRow(value), Answers.complete("SELECT 1"));
    }

    @Test
    void preparedStatementsLeaveInOneWriteWithOneSync() {
        conversation.prepare();
        add("SELECT %s AS n", 1);
        CompletableFuture<Cursor<Row>> second = add("SELECT %s AS n", 2);
        GroupExchange<List<Cursor<Row>>> group = submit();
        conversation.loop.turn();

        assertThat(conversation.kinds()).containsExactly("Bind Execute Bind Execute Sync");
        conversation.receive(answer(1), answer(2));
        assertThat(second).isNotDone();
        conversation.receive(Answers.ready('I'));
        assertThat(group.join())
                .extracting(cursor -> cursor.fetchAll().get(0).getInt(0))
                .containsExactly(1, 2);
        assertThat(second).isCompleted();
    }

    private void receiveTheAnswerToALiteral() {
        conversation.receive(
                Answers.empty('1'),
                Answers.empty('2'),
                Answers.rowDescription("n"),
                Answers.textRow("1"),
                Answers.complete("SELECT 1"),
                Answers.ready('I'));
    }

    @Test
    void unknownTextGoesAsALiteralAndIsPreparedBehindTheGroup() {
        add("SELECT %s AS n", 1);
        submit();
        conversation.loop.turn();

        assertThat(conversation.kinds()).containsExactly("Parse Bind Describe Execute Sync");
        receiveTheAnswerToALiteral();
        assertThat(conversation.kinds()).containsExactly("Parse Describe Sync");
    }

    @Test
    void knownTextIsParsedOnceForAllItsStatements() {
        conversation.prepare();
        conversation.send("DISCARD ALL");
        conversation.receive(Answers.complete("DISCARD ALL"), Answers.ready('I'));
        conversation.writes();
        add("SELECT %s AS n", 1);
        add("SELECT %s AS n", 2);
        submit();
        conversation.loop.turn();

        assertThat(conversation.kinds()).containsExactly("Parse Bind Describe Execute Bind Describe Execute Sync");
    }

    /** A session of a pool meets a text that another one has parsed. */
    @Test
    void knownTextThatThisSessionMissesIsPreparedBehindTheGroup() {
        conversation.prepare();
        conversation.send("DISCARD ALL");
        conversation.receive(Answers.complete("DISCARD ALL"), Answers.ready('I'));
        conversation.writes();
        add("SELECT %s AS n", 1);
        submit();
        conversation.loop.turn();
        assertThat(conversation.kinds()).containsExactly("Parse Bind Describe Execute Sync");
        receiveTheAnswerToALiteral();

        assertThat(conversation.kinds()).containsExactly("Parse Describe Sync");
    }

    @Test
    void stalePlanHasTheGroupSentAgainOnce() {
        conversation.prepare();
        add("SELECT %s AS n", 1);
        GroupExchange<List<Cursor<Row>>> group = submit();
        conversation.loop.turn();
        conversation.writes();
        conversation.receive(Answers.error("ERROR", "26000", "does not exist"), Answers.ready('I'));

        assertThat(conversation.kinds()).containsExactly("Parse Bind Describe Execute Sync");
        conversation.receive(Answers.error("ERROR", "26000", "does not exist"), Answers.ready('I'));
        assertThatThrownBy(group::join).cause().hasMessage("does not exist");
    }

    @Test
    void groupThatIsCutIsUnknownForEachOfItsStatements() {
        conversation.prepare();
        CompletableFuture<Cursor<Row>> first = add("SELECT %s AS n", 1);
        CompletableFuture<Cursor<Row>> second = add("SELECT %s AS n", 2);
        GroupExchange<List<Cursor<Row>>> group = submit();
        conversation.loop.turn();
        conversation.receive(answer(1));
        conversation.disconnect();

        for (CompletableFuture<?> future : List.of(group, first, second)) {
            assertThatThrownBy(future::join).hasCauseInstanceOf(OutcomeUnknownException.class);
        }
    }

    @Test
    void abandonedBeforeItIsWrittenIsNeverWritten() {
        conversation.prepare();
        CompletableFuture<Cursor<Row>> statement = add("SELECT %s AS n", 1);
        submit().cancel(false);
        conversation.loop.turn();

        assertThat(conversation.writes()).isEmpty();
        assertThat(statement).isCompletedExceptionally();
    }

    @Test
    void moreAnswersThanStatementsAreAProtocolError() {
        conversation.prepare();
        add("SELECT %s AS n", 1);
        submit();
        conversation.loop.turn();

        assertThatThrownBy(() -> conversation.receive(answer(1), answer(2))).isInstanceOf(ProtocolException.class);
    }

    @Test
    void fewerAnswersThanStatementsAreAProtocolError() {
        conversation.prepare();
        add("SELECT %s AS n", 1);
        CompletableFuture<Cursor<Row>> second = add("SELECT %s AS n", 2);
        GroupExchange<List<Cursor<Row>>> group = submit();
        conversation.loop.turn();

        assertThatThrownBy(() -> conversation.receive(answer(1), Answers.ready('I')))
                .isInstanceOf(ProtocolException.class);
        conversation.disconnect();
        assertThatThrownBy(group::join).hasCauseInstanceOf(OutcomeUnknownException.class);
        assertThatThrownBy(second::join).hasCauseInstanceOf(OutcomeUnknownException.class);
    }
}
