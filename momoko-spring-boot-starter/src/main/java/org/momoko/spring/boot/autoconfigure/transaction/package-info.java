/** Registers what {@code org.momoko.spring.boot.transaction} offers. Imports {@code autoconfigure}, {@code dao} and {@code transaction}. */
@NullMarked
package org.momoko.spring.boot.autoconfigure.transaction;

import org.jspecify.annotations.NullMarked;
