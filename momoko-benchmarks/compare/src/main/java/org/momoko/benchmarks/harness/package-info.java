/**
 * The child process: runs one workload on one peer in a closed loop and measures it. Imports the JDK and the data sets.
 */
@NullMarked
package org.momoko.benchmarks.harness;

import org.jspecify.annotations.NullMarked;
