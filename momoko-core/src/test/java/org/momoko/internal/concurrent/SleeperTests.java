package org.momoko.internal.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.momoko.testing.Await;

/** Threads that sleep until a future is done, and who wakes them. */
class SleeperTests {
    private final CompletableFuture<String> future = new CompletableFuture<>();

    /** A thread that sleeps for the sake of {@link #future}. */
    private final class Sleeping {
        private final CompletableFuture<Sleeper> sleeper = new CompletableFuture<>();
        private final AtomicBoolean interrupted = new AtomicBoolean();
        private final Thread thread;

        Sleeping(boolean interruptible) {
            thread = new Thread(() -> {
                Sleeper own = Sleeper.self();
                sleeper.complete(own);
                own.sleepUntilDone(future, interruptible);
                interrupted.set(Thread.currentThread().isInterrupted());
            });
            thread.setDaemon(true);
            thread.start();
            sleeper.join();
        }

        void awaitSleep() {
            Await.until("the thread sleeps", () -> thread.getState() == Thread.State.WAITING);
        }

        void awaitEnd() {
            Await.until("the thread has gone on", () -> !thread.isAlive());
        }
    }

    @Test
    void whoIsWokenFirstWakesTheOthers() {
        List<Sleeping> all = List.of(new Sleeping(false), new Sleeping(true), new Sleeping(false));
        all.forEach(Sleeping::awaitSleep);
        future.complete("done");

        boolean taken = all.get(0).sleeper.join().wakeWith(new Sleeper[] {
            all.get(1).sleeper.join(), all.get(2).sleeper.join()
        });

        assertThat(taken).isTrue();
        all.forEach(Sleeping::awaitEnd);
    }

    @Test
    void whoIsAwakeTakesNoErrand() {
        future.complete("done");
        Sleeping awake = new Sleeping(false);
        awake.awaitEnd();

        assertThat(awake.sleeper.join().wakeWith(new Sleeper[] {Sleeper.self()}))
                .isFalse();
    }

    @Test
    void anInterruptEndsAnInterruptibleSleepAndIsKept() {
        Sleeping sleeping = new Sleeping(true);
        sleeping.awaitSleep();

        sleeping.thread.interrupt();

        sleeping.awaitEnd();
        assertThat(sleeping.interrupted).isTrue();
    }

    @Test
    void anInterruptIsKeptUntilTheEndOfAnotherSleep() {
        Sleeping sleeping = new Sleeping(false);
        sleeping.awaitSleep();
        sleeping.thread.interrupt();
        sleeping.awaitSleep();

        future.complete("done");
        sleeping.sleeper.join().wake();

        sleeping.awaitEnd();
        assertThat(sleeping.interrupted).isTrue();
    }

    @Test
    void aLoopWakesThoseItHasCompletedAtTheEndOfItsTurn() throws InterruptedException {
        List<Sleeping> all = List.of(new Sleeping(false), new Sleeping(false), new Sleeping(false));
        all.forEach(Sleeping::awaitSleep);
        List<Runnable> tasks = new ArrayList<>();
        CountDownLatch turn = new CountDownLatch(1);
        CountDownLatch completed = new CountDownLatch(1);
        Thread loop = new EventLoopThread(
                () -> {
                    completeAndWake(all, tasks::add);
                    completed.countDown();
                    awaitQuietly(turn);
                    tasks.forEach(Runnable::run);
                },
                "loop");
        loop.start();
        completed.await();
        assertThat(all)
                .allSatisfy(sleeping -> assertThat(sleeping.thread.isAlive()).isTrue());
        assertThat(tasks).hasSize(1);

        turn.countDown();

        all.forEach(Sleeping::awaitEnd);
    }

    @Test
    void aLoopThatEndsWakesThemAtOnce() {
        List<Sleeping> all = List.of(new Sleeping(false), new Sleeping(false));
        all.forEach(Sleeping::awaitSleep);

        new EventLoopThread(
                        () -> completeAndWake(all, task -> {
                            throw new RejectedExecutionException();
                        }),
                        "loop")
                .start();

        all.forEach(Sleeping::awaitEnd);
    }

    @Test
    void anyOtherThreadWakesAtOnce() {
        Sleeping sleeping = new Sleeping(false);
        sleeping.awaitSleep();

        completeAndWake(List.of(sleeping), task -> {
            throw new AssertionError("nothing is put off");
        });

        sleeping.awaitEnd();
    }

    private void completeAndWake(List<Sleeping> all, Executor loop) {
        Wakeups.gatherDuring(
                () -> {
                    future.complete("done");
                    all.forEach(sleeping -> Wakeups.wake(sleeping.sleeper.join()));
                },
                loop);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
