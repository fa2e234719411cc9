/** Implements the API over pool and session: pooled statements, leases, transactions, closing. Imports everything below it. */
@NullMarked
package org.momoko.internal.client;

import org.jspecify.annotations.NullMarked;
