package org.momoko.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.momoko.api.Cursor;
import org.momoko.api.CursorFactory;
import org.momoko.api.Row;
import org.momoko.config.PoolConfig;
import org.momoko.error.DatabaseException;
import org.momoko.error.OperationalException;
import org.momoko.error.OutcomeUnknownException;
import org.momoko.error.ProgrammingException;
import org.momoko.error.QueryCanceledException;
import org.momoko.internal.sql.ArgumentStyle;

/** What a session does when something goes wrong that nobody meant to go wrong. */
class SessionFaultsTests {
    private final Conversation conversation = new Conversation();

    private byte[] answer(int value) {
        return Answers.together(
                Answers.empty('2'), Answers.binaryRow(value), Answers.complete("SELECT 1"), Answers.ready('I'));
    }

    /** Text that cannot be read, the first {@code readable} times apart. */
    private static final class Unreadable implements CharSequence {
        private final Throwable failure;
        private int readable;

        Unreadable(Throwable failure, int readable) {
            this.failure = failure;
            this.readable = readable;
        }

        @Override
        public int length() {
            if (readable-- > 0) {
                return 1;
            }
            if (failure instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failure;
        }

        @Override
        public char charAt(int index) {
            return 'x';
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return this;
        }
    }

    @Test
    void errorWhileAStatementIsEncodedHarmsNobodyElse() {
        conversation.prepare();
        QueryExchange<Row> bad = conversation.submit("SELECT %s AS t", new Unreadable(new StackOverflowError(), 0));
        QueryExchange<Row> good = conversation.submit("SELECT %s AS n", 2);
        conversation.loop.turn();

        assertThatThrownBy(bad::join).hasCauseInstanceOf(StackOverflowError.class);
        assertThat(conversation.kinds()).containsExactly("Bind Execute Sync");
        conversation.receive(answer(2));
        assertThat(good.join().rowCount()).isEqualTo(1);
    }

    @Test
    void statementForWhichThereIsNoBufferEndsWithTheConnection() {
        conversation.prepare();
        conversation.loop.outOfMemory();
        QueryExchange<Row> exchange = conversation.submit("SELECT %s AS n", 1);

        assertThatCode(conversation.loop::turn).doesNotThrowAnyException();
        assertThat(conversation.loop.closed()).isTrue();
        conversation.disconnect();

        assertThatThrownBy(exchange::join)
                .cause()
                .isInstanceOfSatisfying(
                        DatabaseException.class,
                        error -> assertThat(error.nothingSent()).isTrue());
    }

    @Test
    void futureEndsAlthoughLettingTheConnectionGoFails() {
        conversation.prepare();
        QueryExchange<Row> exchange =
                new SessionQuery<>(
                        conversation.context,
                        conversation.context.texts().get("SELECT %s AS n", ArgumentStyle.POSITIONAL),
                        new @Nullable Object[] {1},
                        CursorFactory.rows(),
                        null,
                        Exchange.NO_DEADLINE) {
                    @Override
                    protected void released(@Nullable Session by) {
                        throw new IllegalStateException("not busy in this pool");
                    }
                };
        conversation.session.submit(exchange);
        QueryExchange<Row> behind = conversation.submit("SELECT %s AS n", 2);
        conversation.loop.turn();

        conversation.receive(answer(1), answer(2));

        assertThatThrownBy(exchange::join).hasCauseInstanceOf(IllegalStateException.class);
        assertThat(behind.join().rowCount()).isEqualTo(1);
    }

    /** May be sent twice. */
    private static final class Repeatable extends SessionQuery<Row> {
        int repeats;

        Repeatable(Conversation with, long deadlineNanos) {
            super(
                    with.context,
                    with.context.texts().get("SELECT %s AS n", ArgumentStyle.POSITIONAL),
                    new @Nullable Object[] {1},
                    CursorFactory.rows(),
                    null,
                    deadlineNanos);
        }

        @Override
        protected boolean repeat() {
            repeats++;
            return true;
        }
    }

    @Test
    void statementWhoseTimeIsOverIsNotRepeated() {
        conversation.prepare();
        Repeatable exchange = new Repeatable(conversation, System.nanoTime());
        conversation.session.submit(exchange);
        conversation.loop.turn();
        conversation.loop.fireTimers(Duration.ZERO);
        assertThat(conversation.loop.cancelRequests()).hasSize(1);

        conversation.disconnect();

        assertThat(exchange.repeats).isZero();
        assertThatThrownBy(exchange::join).hasCauseInstanceOf(OutcomeUnknownException.class);
    }

    @Test
    void statementWhoseFutureHasFailedIsNotRepeated() {
        conversation.prepare();
        conversation.submit("SELECT %s AS n", 1);
        Repeatable exchange = new Repeatable(conversation, System.nanoTime());
        conversation.session.submit(exchange);
        conversation.loop.turn();
        conversation.loop.fireTimers(Duration.ZERO);
        assertThat(exchange).isCompletedExceptionally();

        conversation.disconnect();

        assertThat(exchange.repeats).isZero();
    }

    @Test
    void serverThatAnsweredWhileItWasProbedIsAliveWhateverTheProbeSays() {
        conversation.prepare();
        conversation.context.silence(Duration.ZERO);
        conversation.send("SELECT %s AS n", 1);
        conversation.loop.fireTimers(Duration.ofSeconds(60));
        assertThat(conversation.loop.probes()).hasSize(1);

        conversation.receive(answer(1));
        QueryExchange<Row> next = conversation.send("SELECT %s AS n", 2);
        conversation.loop.probes().get(0).completeExceptionally(new OperationalException("no second connection"));
        conversation.loop.turn();

        assertThat(conversation.session.isOpen()).isTrue();
        conversation.receive(answer(2));
        assertThat(next.join().rowCount()).isEqualTo(1);
    }

    @Test
    void serverThatSaysNothingAndFailsTheProbeIsGone() {
        conversation.prepare();
        conversation.context.silence(Duration.ZERO);
        conversation.send("SELECT %s AS n", 1);
        conversation.loop.fireTimers(Duration.ofSeconds(60));

        conversation.loop.probes().get(0).completeExceptionally(new OperationalException("no second connection"));
        conversation.loop.turn();

        assertThat(conversation.loop.closed()).isTrue();
    }

    @Test
    void cancelThatHitsParseEndsTheStatement() {
        QueryExchange<Row> exchange = conversation.send("SELECT %s AS n", 1);
        conversation.writes();

        conversation.receive(
                Answers.error("ERROR", "57014", "canceling statement due to user request"), Answers.ready('I'));

        assertThat(conversation.writes()).isEmpty();
        assertThatThrownBy(exchange::join).hasCauseInstanceOf(QueryCanceledException.class);
    }

    @Test
    void lockThatParseDidNotGetIsNotTheTextsFault() {
        conversation.send("SELECT %s AS n", 1);
        conversation.receive(
                Answers.error("ERROR", "55P03", "canceling statement due to lock timeout"), Answers.ready('I'));
        conversation.writes();

        conversation.send("SELECT %s AS n", 2);

        assertThat(conversation.kinds()).containsExactly("Parse Describe Bind Execute Sync");
    }

    @Test
    void preparingAheadThatIsInterruptedIsNotTheTextsFault() {
        conversation.send("BEGIN");
        conversation.receive(Answers.complete("BEGIN"), Answers.ready('T'));
        conversation.send("SELECT %s AS n", 1);
        conversation.receive(
                Answers.rowDescription("n"), Answers.textRow("1"), Answers.complete("SELECT 1"), Answers.ready('T'));
        conversation.send("COMMIT");
        conversation.receive(Answers.complete("COMMIT"), Answers.ready('I'));
        conversation.receive(
                Answers.error("ERROR", "57014", "canceling statement due to user request"), Answers.ready('I'));
        conversation.writes();

        conversation.send("SELECT %s AS n", 2);

        assertThat(conversation.kinds()).containsExactly("Parse Describe Bind Execute Sync");
    }

    @Test
    void executorThatTakesNothingDoesNotKeepListenersFromHearingNorHarmTheConnection() {
        Conversation refused = new Conversation(PoolConfig.builder().build(), task -> {
            throw new RejectedExecutionException("full");
        });
        List<String> heard = new ArrayList<>();
        refused.session.events().onNotice(notice -> heard.add(notice.message()));

        refused.receive(Answers.notice("hello"));

        assertThat(heard).containsExactly("hello");
    }

    @Test
    void whateverAListenerThrowsIsDropped() {
        conversation.session.events().onNotice(notice -> {
            throw new AssertionError(notice.message());
        });

        assertThatCode(() -> conversation.receive(Answers.notice("hello"))).doesNotThrowAnyException();
    }

    @Test
    void literalsAreRightWhateverTheUnansweredCommandsBeforeThemSet() {
        conversation.receive(Answers.parameterStatus("standard_conforming_strings", "off"));
        SimpleCommand.reset(conversation.session, "DISCARD ALL");
        SimpleCommand.reset(conversation.session, "SELECT restore_session()");
        conversation.loop.turn();
        conversation.receive(
                Answers.parameterStatus("standard_conforming_strings", "on"),
                Answers.complete("DISCARD ALL"),
                Answers.ready('I'));
        conversation.writes();

        conversation.send("SET app.note TO %s", "\\'; DROP TABLE t; --");

        assertThat(conversation.writes().get(0).get(0)).contains("SET app.note TO E'\\\\''; DROP TABLE t; --'");
    }

    @Test
    void intervalsAreRightWhateverTheUnansweredCommandsBeforeThemSet() {
        conversation.submit("ROLLBACK");
        conversation.submit("SET app.pause TO %s", Duration.ofSeconds(90).minusDays(1));
        conversation.loop.turn();

        assertThat(conversation.writes().get(0).get(1)).contains("'-1 days +90.000000 seconds'::interval");
    }

    @Test
    void parameterThatHasChangedSinceDoesNotHideTheServersError() {
        QueryExchange<Row> exchange =
                conversation.send("SET app.note TO %s", new Unreadable(new IllegalStateException("changed"), 2));

        conversation.receive(Answers.errorAt(5, "42601", "syntax error"), Answers.ready('I'));

        assertThatThrownBy(exchange::join)
                .hasCauseInstanceOf(ProgrammingException.class)
                .cause()
                .hasMessageContaining("syntax error");
        assertThat(conversation.session.isOpen()).isTrue();
    }

    @Test
    void statementEndsAlthoughTheServerLeavesTheSocketOpenAfterAFatalError() {
        QueryExchange<Row> exchange = conversation.send("SELECT 1");
        conversation.receive(Answers.error("FATAL", "57P01", "terminating connection"));

        conversation.loop.fireTimers(Duration.ofSeconds(5));

        assertThat(conversation.loop.closed()).isTrue();
        conversation.disconnect();
        assertThatThrownBy(exchange::join).hasCauseInstanceOf(OutcomeUnknownException.class);
    }

    @Test
    void statementsFromAnotherThreadKeepTheirPlaceBeforeThoseSubmittedOnTheLoopLater() {
        conversation.prepare();
        conversation.loop.elsewhere(true);
        QueryExchange<Row> first = conversation.submit("SELECT %s AS n", 1);
        conversation.loop.elsewhere(false);
        QueryExchange<Row> second = conversation.submit("SELECT %s AS n", 2);
        conversation.loop.turn();

        conversation.receive(answer(1), answer(2));

        assertThat(number(first.join())).isEqualTo(1);
        assertThat(number(second.join())).isEqualTo(2);
        assertThat(first.isDone() && second.isDone()).isTrue();
    }

    private static int number(Cursor<Row> cursor) {
        return cursor.fetchAll().get(0).getInt(0);
    }

    @Test
    void statementThatTheUserDeallocatesIsNoneOfOurs() {
        conversation.prepare();
        conversation.send("DEALLOCATE mine");
        conversation.receive(Answers.complete("DEALLOCATE"), Answers.ready('I'));
        conversation.writes();

        conversation.send("SELECT %s AS n", 2);

        assertThat(conversation.kinds()).containsExactly("Bind Execute Sync");
    }

    @Test
    void nothingIsSentBehindACommandThatMakesTheServerForgetStatements() {
        conversation.prepare();
        conversation.submit("DISCARD ALL");
        conversation.submit("SELECT %s AS n", 1);
        conversation.submit("SELECT %s AS n", 2);
        conversation.loop.turn();
        assertThat(conversation.kinds()).containsExactly("Query");

        conversation.receive(Answers.complete("DISCARD ALL"), Answers.ready('I'));

        assertThat(conversation.kinds())
                .containsExactly("Parse Describe Bind Execute Sync Parse Bind Describe Execute Sync");
    }

    @Test
    void parameterThatCannotBeSentSaysThatNothingWas() {
        QueryExchange<Row> exchange = conversation.send("SELECT %s AS t", "nul \0 inside");

        assertThatThrownBy(exchange::join)
                .cause()
                .isInstanceOfSatisfying(
                        DatabaseException.class,
                        error -> assertThat(error.nothingSent()).isTrue());
    }
}
