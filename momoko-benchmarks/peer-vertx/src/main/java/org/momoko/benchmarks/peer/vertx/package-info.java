/** vertx-pg-client as a peer. Imports the harness, the data sets and the client. */
@NullMarked
package org.momoko.benchmarks.peer.vertx;

import org.jspecify.annotations.NullMarked;
