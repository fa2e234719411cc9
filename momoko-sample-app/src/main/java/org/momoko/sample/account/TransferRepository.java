package org.momoko.sample.account;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.momoko.api.Cursor;
import org.momoko.api.CursorFactory;
import org.momoko.api.Query;
import org.momoko.api.SqlClient;
import org.springframework.stereotype.Repository;

/** The table {@code ledger.transfer}: a list that only grows. */
@Repository
class TransferRepository {
    private static final CursorFactory<Transfer> TRANSFERS = CursorFactory.records(Transfer.class);

    /** The latest transfers, newest first. */
    CompletableFuture<List<Transfer>> findLatest(SqlClient client, int limit) {
        Query query = Query.of("""
                        SELECT transfer.id, from_account AS "from", payer.name AS from_name,
                               to_account AS "to", receiver.name AS to_name, amount, made_at
                          FROM ledger.transfer
                          JOIN ledger.account payer ON payer.id = from_account
                          JOIN ledger.account receiver ON receiver.id = to_account
                         ORDER BY transfer.id DESC
                         LIMIT %s""", limit).idempotent();
        return client.execute(query, TRANSFERS).thenApply(Cursor::toList);
    }

    CompletableFuture<Transfer> insert(SqlClient transaction, NewTransfer transfer) {
        Query query = Query.of("""
                WITH made AS (
                    INSERT INTO ledger.transfer (from_account, to_account, amount)
                    VALUES (%(from)s, %(to)s, %(amount)s)
                    RETURNING id, from_account, to_account, amount, made_at)
                SELECT made.id, from_account AS "from", payer.name AS from_name,
                       to_account AS "to", receiver.name AS to_name, amount, made_at
                  FROM made
                  JOIN ledger.account payer ON payer.id = from_account
                  JOIN ledger.account receiver ON receiver.id = to_account""", Map.of("from", transfer.from(), "to", transfer.to(), "amount", transfer.amount()));
        return transaction
                .execute(query, TRANSFERS)
                .thenApply(cursor -> cursor.iterator().next());
    }
}
