package org.momoko.benchmarks.harness;

/** Starts one operation of a lane; its end is told to the lane. A blocking peer does both before it returns. */
@FunctionalInterface
public interface Step {
    /**
     * Starts it.
     *
     * @throws Exception when the operation could not be started; the measurement then fails
     */
    void start() throws Exception;
}
