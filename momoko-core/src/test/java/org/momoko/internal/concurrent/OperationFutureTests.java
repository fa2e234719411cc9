package org.momoko.internal.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class OperationFutureTests {
    private final List<String> events = new ArrayList<>();

    /** An operation that answers as soon as it is given up. */
    private final class Operation extends OperationFuture<String> {
        private final Runnable answer;

        Operation(Runnable answer) {
            this.answer = answer;
        }

        Operation() {
            this(() -> {});
        }

        @Override
        protected void abandoned() {
            events.add("abandoned, ended " + isEnded() + ", done " + isDone());
            answer.run();
        }

        void answer(String value) {
            succeed(value);
        }

        void refuse(Throwable error) {
            fail(error);
        }

        void give(String value) {
            deliver(value, () -> events.add("taken back: " + value));
        }
    }

    @Test
    void theOperationIsGivenUpBeforeWhatDependsOnItRuns() {
        Operation operation = new Operation();
        operation.whenComplete((value, error) -> events.add("dependent"));

        assertThat(operation.cancel(false)).isTrue();
        assertThat(operation.cancel(false)).isTrue();
        assertThat(operation.complete("late")).isFalse();

        assertThat(events).containsExactly("abandoned, ended true, done false", "dependent");
    }

    @Test
    void whatTheOperationSaysMeanwhileDoesNotCount() {
        Operation[] self = new Operation[1];
        self[0] = new Operation(() -> {
            self[0].answer("answer");
            self[0].refuse(new IllegalStateException("refused"));
            self[0].give("resource");
        });

        assertThat(self[0].complete("the caller's")).isTrue();

        assertThat(self[0].join()).isEqualTo("the caller's");
        assertThat(events).containsExactly("abandoned, ended true, done false", "taken back: resource");
    }

    @Test
    void aFailureWhileGivingUpDoesNotKeepTheFutureOpen() {
        Operation operation = new Operation(() -> {
            throw new IllegalStateException("cannot give up");
        });

        assertThatThrownBy(() -> operation.cancel(false)).hasMessage("cannot give up");

        assertThatThrownBy(operation::join).isInstanceOf(CancellationException.class);
    }

    @Test
    void anOperationThatIsOverIsNotGivenUp() {
        Operation operation = new Operation();
        operation.answer("answer");

        assertThat(operation.cancel(false)).isFalse();
        operation.obtrudeValue("another");

        assertThat(operation.join()).isEqualTo("another");
        assertThat(events).isEmpty();
    }
}
