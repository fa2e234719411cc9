package org.momoko.spring.boot.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RetryTimerTests {
    @Test
    void aTaskIsRunOnceAndNotRefusedAfterwards() throws Exception {
        CountDownLatch ran = new CountDownLatch(1);
        List<Throwable> refused = Collections.synchronizedList(new ArrayList<>());
        RetryTimer timer = new RetryTimer();
        timer.after(0, ran::countDown, refused::add);
        assertThat(ran.await(5, TimeUnit.SECONDS)).isTrue();
        timer.close();
        assertThat(refused).isEmpty();
    }

    @Test
    void whatWaitsWhenItIsClosedIsRefusedAndSoIsWhatComesLater() {
        List<String> told = Collections.synchronizedList(new ArrayList<>());
        RetryTimer timer = new RetryTimer();
        for (int i = 0; i < 50; i++) {
            timer.after(6, () -> told.add("ran"), error -> told.add("refused"));
        }
        timer.close();
        timer.after(0, () -> told.add("ran"), error -> told.add("refused"));
        assertThat(told).hasSize(51).contains("refused").last().isEqualTo("refused");
    }
}
