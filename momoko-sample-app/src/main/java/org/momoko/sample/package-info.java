/** Starts the sample application. Imports Spring only; everything else is found by component scanning. */
@NullMarked
package org.momoko.sample;

import org.jspecify.annotations.NullMarked;
