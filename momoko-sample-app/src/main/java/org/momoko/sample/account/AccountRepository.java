package org.momoko.sample.account;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.momoko.api.Cursor;
import org.momoko.api.CursorFactory;
import org.momoko.api.Query;
import org.momoko.api.SqlClient;
import org.springframework.stereotype.Repository;

/**
 * The table {@code ledger.account}. Every method takes the client to run on: the pool, or the transaction that the
 * statement belongs to.
 */
@Repository
class AccountRepository {
    private static final CursorFactory<Account> ACCOUNTS = CursorFactory.records(Account.class);

    /** All accounts, by name. Idempotent: should the connection be lost, Momoko may ask a second time. */
    CompletableFuture<List<Account>> findAll(SqlClient client) {
        Query query = Query.of("SELECT id, name, balance, tags FROM ledger.account ORDER BY lower(name), id")
                .idempotent();
        return client.execute(query, ACCOUNTS).thenApply(Cursor::toList);
    }

    CompletableFuture<Optional<Account>> findById(SqlClient client, long id) {
        Query query = Query.of("SELECT id, name, balance, tags FROM ledger.account WHERE id = %s", id)
                .idempotent();
        return client.execute(query, ACCOUNTS).thenApply(cursor -> Optional.ofNullable(cursor.fetchOne()));
    }

    /**
     * Two accounts, which nobody else can change until the transaction ends. Rows are locked in the order of their ids,
     * whichever way the money goes: two opposite transfers wait for each other and never deadlock.
     *
     * @return fewer than two where an account does not exist
     */
    CompletableFuture<List<Account>> lock(SqlClient transaction, long one, long other) {
        Query query = Query.of("""
                SELECT id, name, balance, tags
                  FROM ledger.account
                 WHERE id IN (%s, %s)
                 ORDER BY id
                   FOR UPDATE""", one, other);
        return transaction.execute(query, ACCOUNTS).thenApply(Cursor::toList);
    }

    /**
     * Adds to a balance; a negative difference takes away.
     *
     * @return how many accounts were changed, 0 or 1
     */
    CompletableFuture<Long> changeBalance(SqlClient transaction, long id, BigDecimal difference) {
        return transaction
                .execute("UPDATE ledger.account SET balance = balance + %s WHERE id = %s", difference, id)
                .thenApply(Cursor::rowCount);
    }

    /** The new account; fails with {@link org.momoko.error.IntegrityException} when the name is taken. */
    CompletableFuture<Account> insert(SqlClient client, NewAccount account) {
        Query query =
                Query.of("""
                INSERT INTO ledger.account (name, balance, tags)
                VALUES (%(name)s, %(balance)s, %(tags)s)
                RETURNING id, name, balance, tags""", Map.of("name", account.name(), "balance", account.balance(), "tags", account.tags()));
        return client.execute(query, ACCOUNTS)
                .thenApply(cursor -> cursor.iterator().next());
    }
}
