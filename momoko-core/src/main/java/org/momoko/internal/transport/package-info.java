/** The only package that touches Netty's channels: connecting, TLS, framing, the cancel socket and the event loops. Imports {@code session} and what is below it. */
@NullMarked
package org.momoko.internal.transport;

import org.jspecify.annotations.NullMarked;
