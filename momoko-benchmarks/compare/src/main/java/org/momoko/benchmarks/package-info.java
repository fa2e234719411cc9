/** Where the comparison starts. Imports the driver. */
@NullMarked
package org.momoko.benchmarks;

import org.jspecify.annotations.NullMarked;
