/**
 * Transactions for asynchronous and blocking code. Imports the public packages of Momoko's core and Spring only; what is
 * optional is named in the {@code autoconfigure} packages and in {@code reactive} and {@code spring} below.
 */
@NullMarked
package org.momoko.spring.boot.transaction;

import org.jspecify.annotations.NullMarked;
