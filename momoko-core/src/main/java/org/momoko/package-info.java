/** The entry point: {@link org.momoko.Momoko} opens pools and connections. Nothing below imports this package. */
@NullMarked
package org.momoko;

import org.jspecify.annotations.NullMarked;
