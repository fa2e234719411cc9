/**
 * The ledger itself: controllers, the service with its transactions, and repositories with their SQL. Imports Momoko's
 * public API and Spring.
 */
@NullMarked
package org.momoko.sample.account;

import org.jspecify.annotations.NullMarked;
