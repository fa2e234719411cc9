/**
 * Byte helpers of the wire protocol: checked UTF-8 strings, length words that are filled in afterwards, and reads that
 * never leave the message. Imports the JDK, {@code io.netty.buffer} and {@code org.momoko.error}.
 */
@NullMarked
package org.momoko.internal.wire;

import org.jspecify.annotations.NullMarked;
