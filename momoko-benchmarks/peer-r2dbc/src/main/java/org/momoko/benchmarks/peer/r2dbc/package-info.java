/** r2dbc-postgresql with r2dbc-pool as a peer. Imports the harness, the data sets and the client. */
@NullMarked
package org.momoko.benchmarks.peer.r2dbc;

import org.jspecify.annotations.NullMarked;
