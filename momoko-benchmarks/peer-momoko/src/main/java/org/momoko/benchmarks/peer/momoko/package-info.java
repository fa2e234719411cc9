/** Momoko as a peer. Imports the harness, the data sets and Momoko's public API. */
@NullMarked
package org.momoko.benchmarks.peer.momoko;

import org.jspecify.annotations.NullMarked;
