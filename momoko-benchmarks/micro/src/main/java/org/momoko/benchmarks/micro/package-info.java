/** Micro-benchmarks of single parts of the core. Imports JMH and the parts measured. */
@NullMarked
package org.momoko.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
