package org.momoko.sample.account;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.momoko.api.Pool;
import org.momoko.error.DatabaseException;
import org.momoko.error.SqlState;
import org.momoko.sample.account.LedgerException.Reason;
import org.momoko.spring.boot.transaction.AsyncTransaction;
import org.momoko.spring.boot.transaction.AsyncTransactional;
import org.springframework.stereotype.Service;

/**
 * The rules of the ledger. Nothing here blocks: every method returns at once, and its future completes on the event loop
 * of the connection that brought the answer. What the ledger refuses fails with {@link LedgerException}.
 */
@Service
class Ledger {
    /** The most that {@code numeric(14, 2)} holds. */
    private static final BigDecimal MAX_BALANCE = new BigDecimal("999999999999.99");

    private final Pool pool;
    private final AccountRepository accounts;
    private final TransferRepository transfers;

    Ledger(Pool pool, AccountRepository accounts, TransferRepository transfers) {
        this.pool = pool;
        this.accounts = accounts;
        this.transfers = transfers;
    }

    CompletableFuture<List<Account>> accounts() {
        return accounts.findAll(pool);
    }

    CompletableFuture<Account> account(long id) {
        return accounts.findById(pool, id).thenApply(found -> found.orElseThrow(() -> unknown("id", id)));
    }

    CompletableFuture<Account> open(NewAccount account) {
        return accounts.insert(pool, account).exceptionally(error -> {
            throw nameTaken(error) ? new LedgerException(Reason.CONFLICT, "name", "is taken") : asCompletion(error);
        });
    }

    CompletableFuture<List<Transfer>> latestTransfers(int limit) {
        return transfers.findLatest(pool, limit);
    }

    /**
     * Moves money. All statements run in one transaction: it commits after the last stage has succeeded, and a stage
     * that fails, be it by the server's answer or by a rule below, rolls it back. The handle is read at the top, so that
     * every stage has the right transaction, whichever thread runs it.
     */
    @AsyncTransactional
    CompletableFuture<Transfer> transfer(NewTransfer transfer) {
        if (transfer.from().equals(transfer.to())) {
            return CompletableFuture.failedFuture(
                    new LedgerException(Reason.INVALID, "to", "must differ from the paying account"));
        }
        AsyncTransaction tx = AsyncTransaction.current();
        return accounts.lock(tx, transfer.from(), transfer.to())
                .thenAccept(locked -> check(transfer, locked))
                .thenCompose(ok -> accounts.changeBalance(
                        tx, transfer.from(), transfer.amount().negate()))
                .thenCompose(ok -> accounts.changeBalance(tx, transfer.to(), transfer.amount()))
                .thenCompose(ok -> transfers.insert(tx, transfer));
    }

    /** @param locked the accounts that were found; they cannot change before the transaction ends */
    static void check(NewTransfer transfer, List<Account> locked) {
        Account from = find(locked, transfer.from()).orElseThrow(() -> unknown("from", transfer.from()));
        Account to = find(locked, transfer.to()).orElseThrow(() -> unknown("to", transfer.to()));
        if (from.balance().compareTo(transfer.amount()) < 0) {
            throw new LedgerException(
                    Reason.CONFLICT,
                    "amount",
                    "is more than the balance of " + from.balance().toPlainString());
        }
        if (to.balance().add(transfer.amount()).compareTo(MAX_BALANCE) > 0) {
            throw new LedgerException(Reason.CONFLICT, "amount", "is more than the receiver can still hold");
        }
    }

    private static Optional<Account> find(List<Account> accounts, long id) {
        return accounts.stream().filter(account -> account.id() == id).findFirst();
    }

    private static LedgerException unknown(String field, long id) {
        return new LedgerException(Reason.NOT_FOUND, field, "names no account: " + id);
    }

    private static boolean nameTaken(Throwable error) {
        return asCompletion(error).getCause() instanceof DatabaseException e
                && SqlState.UNIQUE_VIOLATION.equals(e.sqlState());
    }

    /** A stage hands its error on bare when it failed itself, and wrapped when an earlier stage did. */
    private static CompletionException asCompletion(Throwable error) {
        return error instanceof CompletionException wrapped ? wrapped : new CompletionException(error);
    }
}
