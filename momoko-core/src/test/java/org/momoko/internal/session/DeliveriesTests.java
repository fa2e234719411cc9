package org.momoko.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.momoko.api.CursorFactory;
import org.momoko.api.Row;
import org.momoko.error.ProgrammingException;
import org.momoko.internal.sql.ArgumentStyle;
import org.momoko.testing.Await;

/** When a virtual thread that waits is woken: after what waited to be sent has been written. */
@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "there are no virtual threads before JDK 21")
class DeliveriesTests {
    private static final String LOOKUP = "SELECT %s AS n";
    private static final long PATIENCE_SECONDS = 60;

    private final Conversation conversation = new Conversation();
    private ExecutorService threads;

    @BeforeEach
    void start() throws ReflectiveOperationException {
        threads = (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        conversation.prepare();
    }

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    /** A statement that is sent, and on whose connection another waits. */
    private QueryExchange<Row> sendBeforeAnother() {
        QueryExchange<Row> exchange =
                new SessionQuery<>(
                        conversation.context,
                        conversation.context.texts().get(LOOKUP, ArgumentStyle.POSITIONAL),
                        new @Nullable Object[] {1},
                        CursorFactory.rows(),
                        null,
                        Exchange.NO_DEADLINE) {
                    @Override
                    protected void released(@Nullable Session by) {
                        conversation.submit(LOOKUP, 2);
                    }
                };
        conversation.session.submit(exchange);
        conversation.loop.turn();
        assertThat(conversation.kinds()).containsExactly("Bind Execute Sync");
        return exchange;
    }

    private Future<Integer> joinOnVirtualThread(QueryExchange<Row> exchange) {
        Future<Integer> number = threads.submit(() -> exchange.join().fetchOne().getInt(0));
        Await.until("a virtual thread waits", exchange::mayTellLater);
        return number;
    }

    private static byte[] answer(int value) {
        return Answers.together(
                Answers.empty('2'), Answers.binaryRow(value), Answers.complete("SELECT 1"), Answers.ready('I'));
    }

    @Test
    void whatWaitsIsWrittenBeforeTheThreadIsWoken() throws Exception {
        QueryExchange<Row> exchange = sendBeforeAnother();
        Future<Integer> number = joinOnVirtualThread(exchange);

        conversation.read(answer(1));

        assertThat(conversation.kinds()).containsExactly("Bind Execute Sync");
        assertThat(exchange.isDone()).isFalse();
        conversation.loop.turn();
        assertThat(number.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(1);
    }

    @Test
    void whatWaitsIsWrittenBeforeTheThreadHearsOfAnError() {
        QueryExchange<Row> exchange = sendBeforeAnother();
        Future<Integer> number = joinOnVirtualThread(exchange);

        conversation.read(Answers.error("ERROR", "42P01", "no such table"), Answers.ready('I'));

        assertThat(conversation.kinds()).containsExactly("Bind Execute Sync");
        assertThat(exchange.isDone()).isFalse();
        conversation.loop.turn();
        assertThatThrownBy(() -> number.get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .cause()
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(ProgrammingException.class);
    }

    @Test
    void aThreadIsWokenAtTheEndOfAReadAfterWhichNothingWaits() throws Exception {
        QueryExchange<Row> exchange = conversation.send(LOOKUP, 1);
        Future<Integer> number = joinOnVirtualThread(exchange);

        conversation.read(answer(1));

        assertThat(exchange.isDone()).isTrue();
        assertThat(number.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(1);
    }

    @Test
    void aStageIsToldBeforeTheWriteSoThatWhatItSubmitsLeavesWithIt() {
        QueryExchange<Row> exchange = sendBeforeAnother();
        exchange.thenAccept(cursor -> conversation.submit(LOOKUP, 3));

        conversation.read(answer(1));

        assertThat(conversation.kinds()).containsExactly("Bind Execute Sync Bind Execute Sync");
    }
}
