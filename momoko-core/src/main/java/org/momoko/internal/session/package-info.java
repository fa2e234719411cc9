/** The life of one connection above the socket: states, exchanges, pipelining, prepared statements, transaction status and results. Talks to an {@link org.momoko.internal.session.Outbound}; no socket, no Netty channel. */
@NullMarked
package org.momoko.internal.session;

import org.jspecify.annotations.NullMarked;
