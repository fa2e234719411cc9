package org.momoko.testing;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long a test on random data goes on. By itself it runs once, with the seeds that the test names, so that a build is
 * repeatable; {@code -Dfuzz.seconds=n} has each such test go on with new seeds for n seconds, and {@code -Dfuzz.seed=n} runs it
 * with this seed alone. A failure names the seed.
 */
public final class Fuzz {
    private static final long SECONDS = Long.getLong("fuzz.seconds", 0);

    private Fuzz() {}

    /** One run of a test. */
    @FunctionalInterface
    public interface Round {
        void run(long seed) throws Exception;
    }

    /** Runs the round with the seed, and with others as long as this run of the tests allows. */
    public static void rounds(long seed, Round round) {
        rounds(List.of(seed), round);
    }

    /** Runs the round with each of the seeds, and with others as long as this run of the tests allows. */
    public static void rounds(List<Long> seeds, Round round) {
        Long only = Long.getLong("fuzz.seed");
        if (only != null) {
            run(only, round);
            return;
        }
        long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
        seeds.forEach(seed -> run(seed, round));
        while (System.nanoTime() - end < 0) {
            run(ThreadLocalRandom.current().nextLong(), round);
        }
    }

    private static void run(long seed, Round round) {
        try {
            round.run(seed);
        } catch (Exception | AssertionError e) {
            throw new AssertionError("with -Dfuzz.seed=" + seed + ": " + e.getMessage(), e);
        }
    }
}
