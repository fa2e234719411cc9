/** Futures whose operation the caller can abandon, the guard against blocking an event loop, and time limits. Imports {@code error} and Netty's thread class only. */
@NullMarked
package org.momoko.internal.concurrent;

import org.jspecify.annotations.NullMarked;
