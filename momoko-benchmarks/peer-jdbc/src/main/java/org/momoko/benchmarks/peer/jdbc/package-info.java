/** pgjdbc with HikariCP as a peer. Imports the harness, the data sets and the driver. */
@NullMarked
package org.momoko.benchmarks.peer.jdbc;

import org.jspecify.annotations.NullMarked;
