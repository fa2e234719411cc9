package org.momoko.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.momoko.api.CursorFactory;
import org.momoko.api.Row;
import org.momoko.internal.sql.ArgumentStyle;

class RowFlowTests {
    private static final String SELECT = "SELECT %s AS n";
    private static final byte[][] ANSWERS = {
        Answers.empty('2'), Answers.binaryRow(1), Answers.binaryRow(2), Answers.complete("SELECT 2"), Answers.ready('I')
    };
    /** Sixteen of them are more than may wait. */
    private static final byte[] LONG_ROW = Answers.row(new byte[32 * 1024]);

    private final Conversation conversation = new Conversation();
    private final List<String> heard = new ArrayList<>();
    private final RowFlow<Row> flow = new RowFlow<>(CursorFactory.rows(), new Subscriber(), null);
    private final QueryExchange<Row> exchange;

    RowFlowTests() {
        conversation.prepare();
        exchange = new SessionQuery<>(
                conversation.context,
                conversation.context.texts().get(SELECT, ArgumentStyle.POSITIONAL),
                new Object[] {1},
                flow,
                null,
                Exchange.NO_DEADLINE);
        conversation.session.submit(exchange);
        conversation.loop.turn();
        flow.follow(exchange);
    }

    /** What it hears, a word for each row. */
    private class Subscriber implements Flow.Subscriber<Row> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {}

        @Override
        public void onNext(Row row) {
            heard.add("row");
        }

        @Override
        public void onError(Throwable error) {
            heard.add(error.getClass().getSimpleName());
        }

        @Override
        public void onComplete() {
            heard.add("complete");
        }
    }

    private void receive(int longRows) {
        for (int i = 0; i < longRows; i++) {
            conversation.receive(LONG_ROW);
        }
    }

    @Test
    void readingStopsWhileMuchWaitsAndGoesOnWhenLittleIsLeft() {
        conversation.receive(ANSWERS[0]);
        receive(15);
        assertThat(conversation.loop.reading()).isTrue();
        receive(3);
        assertThat(conversation.loop.reading()).isFalse();

        flow.request(5);
        assertThat(conversation.loop.reading()).isFalse();
        flow.request(10);
        assertThat(conversation.loop.reading()).isTrue();
        assertThat(heard).hasSize(15).containsOnly("row");
    }

    @Test
    void readingGoesOnWhenNoRowFollows() {
        conversation.receive(ANSWERS[0]);
        receive(20);
        assertThat(conversation.loop.reading()).isFalse();

        conversation.receive(Answers.complete("SELECT 20"));

        assertThat(conversation.loop.reading()).isTrue();
        conversation.receive(Answers.ready('I'));
        assertThat(heard).isEmpty();
        flow.request(20);
        assertThat(heard).hasSize(21).endsWith("row", "complete");
    }

    @Test
    void readingGoesOnWhenTheSubscriberCancels() {
        conversation.receive(ANSWERS[0]);
        receive(20);

        flow.cancel();

        assertThat(conversation.loop.reading()).isTrue();
        receive(20);
        assertThat(conversation.loop.reading()).isTrue();
        assertThat(heard).isEmpty();
    }

    @Test
    void readingGoesOnForTheAnswerToACancelRequest() {
        conversation.receive(ANSWERS[0]);
        receive(20);
        conversation.session.abandonAll(each -> each == exchange, each -> each == exchange);
        assertThat(conversation.loop.reading()).isTrue();

        receive(20);

        assertThat(conversation.loop.reading()).isTrue();
        conversation.receive(Answers.error("ERROR", "57014", "canceling statement"), Answers.ready('I'));
        conversation.loop.cancelRequests().forEach(request -> request.complete(null));
        conversation.loop.turn();
        flow.request(100);
        assertThat(heard).hasSize(41).endsWith("row", "QueryCanceledException");
    }

    @Test
    void whenTheStatementIsGivenUpWhatIsLeftOfItIsReadAndDropped() {
        conversation.submit(SELECT, 7);
        conversation.loop.turn();
        conversation.receive(ANSWERS[0]);
        receive(20);

        // with another statement behind it there is no cancelling
        exchange.completeExceptionally(new IllegalStateException("the caller's"));
        conversation.loop.turn();
        receive(20);

        assertThat(conversation.loop.reading()).isTrue();
        flow.request(100);
        assertThat(heard).hasSize(21).endsWith("row", "IllegalStateException");
    }

    @Test
    void requestsOfASubscriberInItsOwnCallDoNotNest() {
        List<Integer> depths = new ArrayList<>();
        AtomicReference<RowFlow<Row>> self = new AtomicReference<>();
        self.set(new RowFlow<>(
                CursorFactory.rows(),
                new Subscriber() {
                    private int depth;

                    @Override
                    public void onNext(Row row) {
                        depth++;
                        self.get().request(1);
                        depths.add(depth--);
                    }
                },
                null));
        conversation.receive(ANSWERS);
        QueryExchange<Row> next = new SessionQuery<>(
                conversation.context,
                conversation.context.texts().get(SELECT, ArgumentStyle.POSITIONAL),
                new Object[] {1},
                self.get(),
                null,
                Exchange.NO_DEADLINE);
        conversation.session.submit(next);
        conversation.loop.turn();
        self.get().follow(next);
        self.get().request(1);

        conversation.receive(ANSWERS);

        assertThat(depths).containsExactly(1, 1);
        assertThat(heard).containsExactly("complete");
    }

    private enum Disturbance {
        CANCEL,
        CLOSE,
        DISCONNECT,
        FATAL,
        ABANDON
    }

    static Stream<Arguments> everyStep() {
        return Stream.of(Disturbance.values())
                .flatMap(disturbance ->
                        IntStream.rangeClosed(0, ANSWERS.length).mapToObj(step -> Arguments.of(disturbance, step)));
    }

    @ParameterizedTest(name = "{0} after {1} messages")
    @MethodSource("everyStep")
    void aStreamEndsOnceWhateverHappensAndTheSessionIsUsableOrClosed(Disturbance disturbance, int step) {
        flow.request(10);
        for (int i = 0; i < step; i++) {
            conversation.receive(ANSWERS[i]);
        }
        switch (disturbance) {
            case CANCEL -> flow.cancel();
            case CLOSE -> conversation.session.close();
            case DISCONNECT -> conversation.disconnect();
            case FATAL -> conversation.receive(Answers.error("FATAL", "57P01", "terminating connection"));
            case ABANDON -> exchange.completeExceptionally(new IllegalStateException("the caller's"));
        }
        conversation.loop.turn();
        boolean open = conversation.session.state() == SessionState.READY;
        for (int i = step; open && i < ANSWERS.length; i++) {
            conversation.receive(ANSWERS[i]);
        }
        conversation.loop.cancelRequests().forEach(request -> request.complete(null));
        conversation.loop.turn();
        if (!open) {
            conversation.disconnect();
        }

        List<String> rows = List.of("row", "row").subList(0, Math.max(0, Math.min(2, step - 1)));
        List<String> expected = new ArrayList<>(rows);
        if (step == ANSWERS.length) {
            expected.add("complete");
        } else if (disturbance == Disturbance.ABANDON) {
            expected.add("IllegalStateException");
        } else if (disturbance != Disturbance.CANCEL) {
            expected.add("OutcomeUnknownException");
        }
        assertThat(heard).isEqualTo(expected);
        if (open) {
            QueryExchange<Row> behind = conversation.send(SELECT, 7);
            conversation.receive(
                    Answers.empty('2'), Answers.binaryRow(7), Answers.complete("SELECT 1"), Answers.ready('I'));
            assertThat(behind.join().fetchAll().get(0).getInt(0)).isEqualTo(7);
        }
    }
}
