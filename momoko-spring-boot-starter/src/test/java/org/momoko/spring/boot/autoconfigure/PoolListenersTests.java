package org.momoko.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.momoko.event.CloseReason;
import org.momoko.event.PoolListener;
import org.momoko.event.TransactionOutcome;

class PoolListenersTests {

    private static final class Recording implements PoolListener {
        final List<String> heard = new ArrayList<>();

        @Override
        public void connectionCreated(long nanos) {
            heard.add("created " + nanos);
        }

        @Override
        public void connectionFailed(long nanos, Throwable cause) {
            heard.add("failed " + nanos + " " + cause.getMessage());
        }

        @Override
        public void connectionClosed(CloseReason reason) {
            heard.add("closed " + reason);
        }

        @Override
        public void acquired(long waitNanos) {
            heard.add("acquired " + waitNanos);
        }

        @Override
        public void acquireTimedOut(long waitNanos) {
            heard.add("timed out " + waitNanos);
        }

        @Override
        public void released(long usageNanos) {
            heard.add("released " + usageNanos);
        }

        @Override
        public void transactionBegan() {
            heard.add("began");
        }

        @Override
        public void transactionEnded(TransactionOutcome outcome, long nanos, int statements) {
            heard.add("ended " + outcome + " " + nanos + " " + statements);
        }
    }

    private static PoolListener of(PoolListener... listeners) {
        return Objects.requireNonNull(PoolListeners.of(List.of(listeners)));
    }

    @Test
    void noListenersAreNone() {
        assertThat(PoolListeners.of(List.of())).isNull();
    }

    @Test
    void oneListenerStandsForItself() {
        Recording only = new Recording();
        assertThat(of(only)).isSameAs(only);
    }

    @Test
    void allListenersHearEverything() {
        Recording first = new Recording();
        Recording second = new Recording();
        PoolListener both = of(first, second);

        both.connectionCreated(1);
        both.connectionFailed(2, new IllegalStateException("refused"));
        both.connectionClosed(CloseReason.SHRUNK);
        both.acquired(3);
        both.acquireTimedOut(4);
        both.released(5);
        both.transactionBegan();
        both.transactionEnded(TransactionOutcome.UNKNOWN, 6, 7);

        assertThat(first.heard)
                .containsExactly(
                        "created 1",
                        "failed 2 refused",
                        "closed SHRUNK",
                        "acquired 3",
                        "timed out 4",
                        "released 5",
                        "began",
                        "ended UNKNOWN 6 7")
                .isEqualTo(second.heard);
    }

    @Test
    void aListenerThatThrowsKeepsNothingFromTheOthers() {
        Recording other = new Recording();
        PoolListener failing = new PoolListener() {
            @Override
            public void acquired(long waitNanos) {
                throw new IllegalStateException("broken");
            }
        };

        assertThatThrownBy(() -> of(failing, other).acquired(7)).hasMessage("broken");
        assertThat(other.heard).containsExactly("acquired 7");
    }
}
