package org.momoko.spring.boot.transaction;

import org.momoko.api.SqlClient;

/**
 * Runs statements in the transaction of the method that calls it. Where there is no scope, or nobody can tell whose it is,
 * the statement fails with {@link TransactionScopeException} and is not sent: it never runs outside its transaction by
 * mistake, and never in somebody else's. (A {@link org.momoko.api.Pool}, in contrast, never joins.)
 *
 * <p>The scope lasts for the call of the method. With {@code momoko.transaction.callback-scope=guarded} the futures that
 * this client returns carry it to their callbacks, too.
 */
public interface TransactionalClient extends SqlClient {}
