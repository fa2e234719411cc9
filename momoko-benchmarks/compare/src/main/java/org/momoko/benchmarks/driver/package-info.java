/**
 * The parent process: starts the server and a child for each peer and round, and writes the report. Imports the JDK, the
 * harness, the data sets, and an embedded server.
 */
@NullMarked
package org.momoko.benchmarks.driver;

import org.jspecify.annotations.NullMarked;
