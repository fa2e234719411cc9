package org.momoko.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FakeClockTests {

    private final FakeClock clock = new FakeClock();
    private final List<String> ran = new ArrayList<>();

    @Test
    void standsStillUntilAdvanced() {
        assertThat(clock.nanoTime()).isZero();
        clock.advance(Duration.ofMillis(3));
        assertThat(clock.nanoTime()).isEqualTo(3_000_000);
        assertThatThrownBy(() -> clock.advance(Duration.ofNanos(-1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void runsDueTasksInOrderEachAtItsTime() {
        clock.schedule(20, () -> ran.add("c" + clock.nanoTime()));
        clock.schedule(10, () -> ran.add("a" + clock.nanoTime()));
        clock.schedule(10, () -> ran.add("b" + clock.nanoTime()));
        clock.schedule(31, () -> ran.add("later"));
        assertThat(ran).isEmpty();
        clock.advance(Duration.ofNanos(30));
        assertThat(ran).containsExactly("a10", "b10", "c20");
        assertThat(clock.nanoTime()).isEqualTo(30);
        assertThat(clock.scheduledTasks()).isEqualTo(1);
    }

    @Test
    void runsTasksThatTasksScheduleIfDue() {
        clock.schedule(10, () -> clock.schedule(5, () -> ran.add("inner" + clock.nanoTime())));
        clock.schedule(-7, () -> ran.add("at once"));
        clock.advance(Duration.ZERO);
        assertThat(ran).containsExactly("at once");
        clock.advance(Duration.ofNanos(15));
        assertThat(ran).containsExactly("at once", "inner15");
    }

    @Test
    void cancelledTaskDoesNotRun() {
        FakeClock.Task kept = clock.schedule(1, () -> ran.add("kept"));
        FakeClock.Task cancelled = clock.schedule(1, () -> ran.add("cancelled"));
        assertThat(cancelled.cancel()).isTrue();
        assertThat(cancelled.cancel()).isFalse();
        clock.advance(Duration.ofNanos(1));
        assertThat(ran).containsExactly("kept");
        assertThat(kept.cancel()).isFalse();
    }
}
