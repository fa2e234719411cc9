package org.momoko.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.momoko.api.Row;
import org.momoko.config.PoolConfig;
import org.momoko.error.DatabaseException;

/** What statements that come one behind the other with the same text make of the statement that is prepared for them. */
class StatementReuseTests {
    private final Conversation conversation = new Conversation();

    /** The pool knows that the text parses, this session has to prepare it. */
    @BeforeEach
    void forgetWhatIsPrepared() {
        conversation.prepare();
        conversation.send("DISCARD ALL");
        conversation.receive(Answers.complete("DISCARD ALL"), Answers.ready('I'));
        conversation.writes();
    }

    @Test
    void statementBehindAParseThatIsNotAnsweredParsesForItself() {
        conversation.submit("SELECT %s AS n", 1);
        conversation.submit("SELECT %s AS n", 2);
        conversation.loop.turn();

        assertThat(conversation.kinds())
                .containsExactly("Parse Describe Bind Execute Sync Parse Bind Describe Execute Sync");
    }

    @Test
    void failedParseIsTheErrorOfItsOwnStatementOnly() {
        QueryExchange<Row> first = conversation.submit("SELECT %s AS n", 1);
        QueryExchange<Row> second = conversation.submit("SELECT %s AS n", 2);
        QueryExchange<Row> third = conversation.submit("SELECT %s AS n", 3);
        conversation.loop.turn();

        conversation.receive(Answers.error("ERROR", "42P01", "no table yet"), Answers.ready('I'));
        conversation.receive(
                Answers.empty('1'),
                Answers.empty('2'),
                Answers.rowDescription("n"),
                Answers.textRow("2"),
                Answers.complete("SELECT 1"),
                Answers.ready('I'));
        conversation.receive(Answers.error("ERROR", "42P01", "no table any more"), Answers.ready('I'));

        assertThatThrownBy(first::join).cause().hasMessage("no table yet");
        assertThat(second.join().fetchAll()).extracting(row -> row.getInt("n")).containsExactly(2);
        assertThatThrownBy(third::join).cause().hasMessage("no table any more");
    }

    @Test
    void preparedStatementIsUsedOnceItsParseIsAnswered() {
        conversation.send("SELECT %s AS n", 1);
        conversation.writes();
        conversation.receive(Answers.empty('1'));

        conversation.send("SELECT %s AS n", 2);

        assertThat(conversation.kinds()).containsExactly("Bind Describe Execute Sync");
    }

    @Test
    void cacheOfNoneKeepsNone() {
        Conversation cacheless = new Conversation(
                PoolConfig.builder().preparedStatementCacheSize(0).build());
        for (int time = 1; time <= 2; time++) {
            QueryExchange<Row> exchange = cacheless.send("SELECT %s AS n", time);
            assertThat(cacheless.writes().get(0))
                    .first()
                    .asString()
                    .contains("Parse")
                    .contains("\"\" \"SELECT $1 AS n\"");
            cacheless.receive(Conversation.firstAnswer());
            assertThat(exchange.join().rowCount()).isEqualTo(1);
        }
    }

    @Test
    void tooLargeAResultIsCancelledOnTheServerAndSaysSo() {
        Conversation limited =
                new Conversation(PoolConfig.builder().maxBufferedResultBytes(8).build());
        QueryExchange<Row> large = limited.send("SELECT generate_series(1, 1000)");
        byte[] rows = Answers.together(Answers.textRow("1"), Answers.textRow("2"), Answers.textRow("3"));
        limited.receive(Answers.rowDescription("n"), rows);
        limited.receive(rows);

        assertThat(limited.loop.cancelRequests()).hasSize(1);
        limited.receive(Answers.error("ERROR", "57014", "canceling statement"), Answers.ready('I'));
        limited.loop.cancelRequests().get(0).complete(null);
        limited.loop.turn();

        assertThatThrownBy(large::join)
                .cause()
                .hasMessageContaining("maxBufferedResultBytes")
                .hasMessageContaining("was cancelled")
                .satisfies(error ->
                        assertThat(((DatabaseException) error).sqlState()).isEqualTo("57014"));
    }

    /** Rows only come once everything ahead is answered, even if both come in one read: then nothing else can be hit. */
    @Test
    void tooLargeAResultBehindAnotherStatementIsCancelledLikeOneByItself() {
        Conversation limited =
                new Conversation(PoolConfig.builder().maxBufferedResultBytes(8).build());
        QueryExchange<Row> ahead = limited.submit("SELECT 1");
        QueryExchange<Row> large = limited.submit("SELECT generate_series(1, 1000)");
        limited.loop.turn();
        byte[] rows = Answers.together(Answers.textRow("1"), Answers.textRow("2"), Answers.textRow("3"));
        limited.receive(Answers.together(
                Answers.rowDescription("n"),
                Answers.textRow("1"),
                Answers.complete("SELECT 1"),
                Answers.ready('I'),
                Answers.rowDescription("n"),
                rows));

        assertThat(ahead.join().rowCount()).isEqualTo(1);
        assertThat(limited.loop.cancelRequests()).hasSize(1);
        limited.receive(Answers.error("ERROR", "57014", "canceling statement"), Answers.ready('I'));
        limited.loop.cancelRequests().get(0).complete(null);
        limited.loop.turn();
        assertThatThrownBy(large::join).hasMessageContaining("was cancelled");
    }

    @Test
    void tooLargeAResultWithNeighboursIsReadToItsEndAndSaysSo() {
        Conversation limited =
                new Conversation(PoolConfig.builder().maxBufferedResultBytes(8).build());
        QueryExchange<Row> large = limited.submit("SELECT generate_series(1, 1000)");
        QueryExchange<Row> behind = limited.submit("SELECT 1");
        limited.loop.turn();
        byte[] rows = Answers.together(Answers.textRow("1"), Answers.textRow("2"), Answers.textRow("3"));
        limited.receive(Answers.rowDescription("n"), rows, Answers.complete("SELECT 3"), Answers.ready('I'));

        assertThat(limited.loop.cancelRequests()).isEmpty();
        assertThatThrownBy(large::join)
                .cause()
                .hasMessageContaining("maxBufferedResultBytes")
                .hasMessageContaining("ran to its end")
                .satisfies(error ->
                        assertThat(((DatabaseException) error).sqlState()).isNull());
        limited.receive(
                Answers.rowDescription("n"), Answers.textRow("1"), Answers.complete("SELECT 1"), Answers.ready('I'));
        assertThat(behind.join().rowCount()).isEqualTo(1);
    }
}
