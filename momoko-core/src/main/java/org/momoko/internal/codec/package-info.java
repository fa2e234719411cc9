/**
 * Turns the bytes of columns into Java values and Java values into literals and bound parameters; one small class per
 * type family with text and binary side by side. Imports {@code org.momoko.type}, {@code org.momoko.error},
 * {@code io.netty.buffer} and, in one class that is loaded only where it is present, Jackson.
 */
@NullMarked
package org.momoko.internal.codec;

import org.jspecify.annotations.NullMarked;
