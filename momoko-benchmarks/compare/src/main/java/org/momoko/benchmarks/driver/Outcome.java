package org.momoko.benchmarks.driver;

import org.jspecify.annotations.Nullable;
import org.momoko.benchmarks.harness.Measurement;
import org.momoko.benchmarks.harness.Workload;

/**
 * How one child has ended.
 *
 * @param measurement null when there is none
 * @param problem why there is none; empty when the peer has no counterpart for the workload
 */
record Outcome(
        Workload workload, String peer, int round, @Nullable Measurement measurement, String problem) {}
