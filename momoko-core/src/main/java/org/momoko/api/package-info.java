/** What users hold: clients, connections, pools, transactions, queries, cursors and rows. Imports {@code config}, {@code type} and {@code error} only. */
@NullMarked
package org.momoko.api;

import org.jspecify.annotations.NullMarked;
