/**
 * The data sets: their tables, the statements that use them, and what each row must hold. Imports the JDK only.
 */
@NullMarked
package org.momoko.benchmarks.data;

import org.jspecify.annotations.NullMarked;
