package org.momoko.testing;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long a test on random data goes on. By itself it runs once, with the seeds that the test names, so that a build is
 * repeatable. {@code -Dfuzz.seconds=n} has each such test go on with new seeds for n seconds; {@code -Dfuzz.rounds=n} with n
 * more seeds, drawn from {@code -Dfuzz.from=text}, so that CI meets new ones with each commit and the same ones with each run
 * of it; {@code -Dfuzz.seed=n} runs with this seed alone. A failure names the seed.
 */
public final class Fuzz {
    private static final long SECONDS = Long.getLong("fuzz.seconds", 0);
    private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 0);
    private static final String FROM = System.getProperty("fuzz.from", "");

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
        new Random(FROM.hashCode()).longs(ROUNDS).forEach(seed -> run(seed, round));
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
