package org.momoko.internal.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongFunction;
import org.momoko.testing.Fuzz;

/** A pool, and what is expected of it, in random steps with everything that must hold after each of them. */
abstract class PoolModel {
    final Random random;
    /** What was found in the middle of a step. */
    final List<String> violations = new ArrayList<>();

    PoolModel(long seed) {
        random = new Random(seed);
    }

    /** Takes a step at random and names it. */
    abstract String step();

    abstract void check();

    /** Brings everything to its end, and checks that nothing is left. */
    abstract void finish();

    abstract PoolWorld world();

    final String die() {
        world().oneDies(random);
        return "die";
    }

    final String answerPings() {
        world().answerPings(random);
        return "answer pings";
    }

    final String evict() {
        world().core.evict();
        return "evict";
    }

    final String endLateCloses() {
        world().endLateCloses();
        return "end late closes";
    }

    /** Takes a model through its steps with each seed; a failure names seed and step, which reproduce it. */
    static void run(List<Long> seeds, int steps, LongFunction<PoolModel> begin) {
        Fuzz.rounds(seeds, seed -> {
            PoolModel model = begin.apply(seed);
            for (int step = 0; step < steps; step++) {
                String operation = model.step();
                try {
                    model.check();
                } catch (AssertionError e) {
                    throw new AssertionError("seed " + seed + ", step " + step + ", after " + operation, e);
                }
            }
            model.finish();
        });
    }
}
