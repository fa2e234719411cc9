package org.momoko.benchmarks;

import org.momoko.benchmarks.driver.Comparison;
import org.momoko.benchmarks.driver.Options;

/** Measures Momoko beside other clients; {@code docs/benchmarks.md} tells how. */
public final class Compare {
    private Compare() {}

    /** Runs what the options ask for. */
    public static void main(String[] args) throws Exception {
        new Comparison(Options.parse(args)).run();
    }
}
