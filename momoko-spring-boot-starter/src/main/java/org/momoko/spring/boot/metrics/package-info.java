/** Shows the counts of pools as Micrometer meters. Imports the public packages of Momoko's core and Micrometer only. */
@NullMarked
package org.momoko.spring.boot.metrics;

import org.jspecify.annotations.NullMarked;
