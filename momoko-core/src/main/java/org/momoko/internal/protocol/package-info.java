/**
 * The messages of the PostgreSQL frontend/backend protocol, versions 3.0 and 3.2: frontend messages are appended to a
 * buffer, backend messages are read from one; there is no I/O, thread or logger here. Imports the JDK,
 * {@code io.netty.buffer}, {@code org.momoko.internal.wire} and {@code org.momoko.error}.
 */
@NullMarked
package org.momoko.internal.protocol;

import org.jspecify.annotations.NullMarked;
