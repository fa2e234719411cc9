package org.momoko.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTests {
    private static final int MOST = 1_000_000;
    private static final int GRACE = 10_000_000;

    private final Pace pace = new Pace();
    private long now = Long.MAX_VALUE - GRACE;

    /** One after the other. */
    private void runs(int times, int nanos) {
        for (int i = 0; i < times; i++) {
            now += nanos;
            pace.ran(nanos, GRACE, now);
        }
    }

    /** Side by side, on as many connections, so that they end almost together. */
    private void runTogether(int times, int nanos) {
        now += nanos;
        for (int i = 0; i < times; i++) {
            now += 50_000;
            pace.ran(nanos, GRACE, now);
        }
    }

    @Test
    void nothingIsAssumedOfATextThatHasNotRunTwice() {
        assertThat(pace.quick(MOST)).isFalse();
        runs(1, 50_000);
        assertThat(pace.quick(MOST)).isFalse();
        runs(1, 50_000);
        assertThat(pace.quick(MOST)).isTrue();
    }

    @Test
    void theFirstExecutionDoesNotCount() {
        runs(1, 500_000_000);
        runs(1, 50_000);

        assertThat(pace.quick(MOST)).isTrue();
        assertThat(pace.meanNanos()).isEqualTo(50_000);
    }

    @Test
    void aTextWithALongMeanIsNotQuick() {
        runs(10, MOST + 1);

        assertThat(pace.quick(MOST)).isFalse();
        assertThat(pace.quick(MOST + 1)).isTrue();
    }

    @Test
    void oneSlowExecutionIsForgivenAndOneInAHundredIsNot() {
        runs(1000, 50_000);
        runs(1, 20_000_000);
        assertThat(pace.quick(MOST)).isTrue();

        for (int i = 0; i < 10; i++) {
            runs(99, 50_000);
            runs(1, 20_000_000);
        }

        assertThat(pace.quick(MOST)).isFalse();
    }

    @Test
    void aPauseOfTheMachineIsOneSlowExecutionHoweverManyItHeldUp() {
        runs(1000, 50_000);

        runTogether(16, 50_000_000);

        assertThat(pace.quick(MOST)).isTrue();
    }

    @Test
    void pausesThatFollowOneAnotherAreNotForgiven() {
        runs(1000, 50_000);

        runTogether(16, 50_000_000);
        runTogether(16, 50_000_000);

        assertThat(pace.quick(MOST)).isFalse();
    }

    @Test
    void aTextThatWasSlowIsQuickAgainInTime() {
        runs(2, 50_000);
        runs(100, 20_000_000);
        assertThat(pace.quick(MOST)).isFalse();

        runs(5000, 50_000);

        assertThat(pace.quick(MOST)).isTrue();
    }
}
