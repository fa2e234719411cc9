/** Observations of statements. Imports the public packages of Momoko's core and Micrometer's observation only. */
@NullMarked
package org.momoko.spring.boot.observation;

import org.jspecify.annotations.NullMarked;
