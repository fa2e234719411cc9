package org.momoko.spring.boot.transaction;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.momoko.api.Pool;
import org.momoko.api.Transaction;
import org.momoko.event.TransactionOutcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A call with a transaction, or a savepoint, of its own: it decides whether that commits, and tells who asked to hear. */
final class OwnParticipation implements Participation {
    private static final Logger LOG = LoggerFactory.getLogger(OwnParticipation.class);

    /** Has a transaction, or a savepoint, begun with a body. */
    @FunctionalInterface
    interface Beginning {
        CompletableFuture<@Nullable Void> begin(Function<Transaction, CompletionStage<@Nullable Void>> body);
    }

    private final Beginning beginning;
    private final @Nullable Scope outer;
    private final Pool pool;
    private final TransactionState state;
    private final AsyncTransactionDefinition definition;
    private final Runnable connected;
    private final Function<Throwable, Throwable> translation;
    private final TransactionObserver.Observed observed;
    private final CompletableFuture<@Nullable Void> begun = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> bodyEnd = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    private volatile @Nullable CompletableFuture<@Nullable Void> running;
    private volatile @Nullable Scope scope;
    private volatile @Nullable Transaction transaction;
    private volatile boolean committing;
    private volatile @Nullable Throwable errorThatCommits;

    /**
     * @param beginning begins it
     * @param outer the scope of the caller
     * @param pool the pool that users name
     * @param connected called once, when a connection was got or refused
     */
    OwnParticipation(
            Beginning beginning,
            @Nullable Scope outer,
            Pool pool,
            TransactionState state,
            AsyncTransactionDefinition definition,
            Runnable connected,
            Function<Throwable, Throwable> translation,
            TransactionObserver.Observed observed) {
        this.beginning = beginning;
        this.outer = outer;
        this.pool = pool;
        this.state = state;
        this.definition = definition;
        this.connected = connected;
        this.translation = translation;
        this.observed = observed;
    }

    @Override
    public void start() {
        CompletableFuture<@Nullable Void> whole = beginning.begin(begunTransaction -> {
            connected.run();
            transaction = begunTransaction;
            scope = new Scope(outer, pool, begunTransaction, definition, state, false);
            begun.complete(null);
            return bodyEnd;
        });
        running = whole;
        whole.whenComplete((nothing, error) -> over(error == null ? null : Errors.unwrapped(error)));
    }

    @Override
    public CompletableFuture<@Nullable Void> begun() {
        return begun;
    }

    @Override
    public Scope scope() {
        Scope open = scope;
        if (open == null) {
            throw new IllegalStateException("the transaction has not begun");
        }
        return open;
    }

    @Override
    public CompletableFuture<@Nullable Void> ended() {
        return ended;
    }

    @Override
    public CompletableFuture<@Nullable Void> end(@Nullable Throwable error) {
        if (error != null && definition.rollbackRules().rollsBack(error)) {
            rollBack(error);
        } else if (state.rollbackOnly()) {
            rollBack(error != null ? error : state.unexpectedRollback());
        } else {
            errorThatCommits = error;
            commit();
        }
        return ended;
    }

    /** @param error null when the call asked for the rollback itself, and is successful all the same */
    private void rollBack(@Nullable Throwable error) {
        beforeCompletion();
        if (error != null) {
            bodyEnd.completeExceptionally(error);
        } else {
            Objects.requireNonNull(transaction).setRollbackOnly();
            bodyEnd.complete(null);
        }
    }

    private void commit() {
        if (state.parent() != null) {
            // what is registered is told at the end of the transaction, not of the savepoint
            bodyEnd.complete(null);
            return;
        }
        beforeCommit(0).whenComplete((nothing, error) -> {
            if (error != null) {
                rollBack(translation.apply(Errors.unwrapped(error)));
            } else if (state.rollbackOnly()) {
                rollBack(state.unexpectedRollback());
            } else {
                beforeCompletion();
                committing = true;
                bodyEnd.complete(null);
            }
        });
    }

    /** One after another, those included that are registered meanwhile. */
    private CompletionStage<@Nullable Void> beforeCommit(int index) {
        var synchronizations = state.synchronizations();
        if (index == synchronizations.size()) {
            return CompletableFuture.completedFuture(null);
        }
        CompletionStage<@Nullable Void> stage;
        try {
            stage = ThreadScope.bound(scope(), () -> synchronizations.get(index).beforeCommit(scope().handle()));
        } catch (Throwable e) {
            stage = CompletableFuture.failedFuture(e);
        }
        return stage.thenCompose(nothing -> beforeCommit(index + 1));
    }

    private void beforeCompletion() {
        for (AsyncTransactionSynchronization synchronization : state.synchronizations()) {
            outside(synchronization::beforeCompletion);
        }
    }

    /** The core has ended the transaction, given the connection back, and says how it went. */
    private void over(@Nullable Throwable error) {
        if (scope == null) {
            connected.run();
        }
        Transaction over = transaction;
        TransactionOutcome outcome = outcome(over);
        Throwable result = error != null ? translation.apply(error) : errorThatCommits;
        var parent = state.parent();
        var told = state.end();
        if (parent != null && outcome == TransactionOutcome.COMMITTED) {
            parent.adopt(told);
        } else {
            if (!bodyEnd.isDone()) {
                told.forEach(synchronization -> outside(synchronization::beforeCompletion));
            }
            tell(told, outcome);
        }
        observed.ended(outcome, over == null ? 0 : over.statements(), result);
        if (result == null) {
            ended.complete(null);
        } else {
            ended.completeExceptionally(result);
            begun.completeExceptionally(result);
        }
    }

    /** Whoever cancels does not wait for the server's answer, so there may be none yet. */
    private TransactionOutcome outcome(@Nullable Transaction over) {
        TransactionOutcome known = over == null ? TransactionOutcome.ROLLED_BACK : over.outcome();
        if (known != null) {
            return known;
        }
        return committing ? TransactionOutcome.UNKNOWN : TransactionOutcome.ROLLED_BACK;
    }

    private static void tell(Iterable<AsyncTransactionSynchronization> synchronizations, TransactionOutcome outcome) {
        if (outcome == TransactionOutcome.COMMITTED) {
            synchronizations.forEach(synchronization -> outside(synchronization::afterCommit));
        }
        synchronizations.forEach(synchronization -> outside(() -> synchronization.afterCompletion(outcome)));
    }

    /** In no scope; the end of the transaction does not depend on what is thrown. */
    private static void outside(Runnable call) {
        try {
            ThreadScope.run(null, call);
        } catch (Throwable e) {
            LOG.warn("A transaction synchronization failed; the outcome of the transaction is not affected", e);
        }
    }

    @Override
    public void cancel() {
        CompletableFuture<@Nullable Void> whole = running;
        if (whole != null) {
            whole.cancel(false);
        }
    }
}
