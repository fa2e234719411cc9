package org.momoko.spring.boot.transaction;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
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
    private final AtomicBoolean completing = new AtomicBoolean();
    /** Null before the core has ended it. */
    private volatile @Nullable TransactionOutcome known;

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
        if (known != null) {
            // it has ended before the call has, and everybody was told
            return ended;
        }
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
    private CompletableFuture<@Nullable Void> beforeCommit(int first) {
        for (int index = first; known == null; index++) {
            AsyncTransactionSynchronization synchronization = state.synchronization(index);
            if (synchronization == null) {
                break;
            }
            CompletableFuture<@Nullable Void> stage = beforeCommit(synchronization);
            if (!stage.isDone() || stage.isCompletedExceptionally()) {
                int next = index + 1;
                return stage.thenCompose(nothing -> beforeCommit(next));
            }
        }
        return CompletableFuture.completedFuture(null);
    }

    private CompletableFuture<@Nullable Void> beforeCommit(AsyncTransactionSynchronization synchronization) {
        CompletableFuture<@Nullable Void> told = new CompletableFuture<>();
        try {
            CompletionStage<@Nullable Void> stage =
                    ThreadScope.bound(scope(), () -> synchronization.beforeCommit(scope().handle()));
            Objects.requireNonNull(stage, "beforeCommit returned null instead of a stage")
                    .whenComplete((nothing, error) -> {
                        if (error == null) {
                            told.complete(null);
                        } else {
                            told.completeExceptionally(error);
                        }
                    });
        } catch (Throwable e) {
            told.completeExceptionally(e);
        }
        return told;
    }

    /** Told once, whether the call ends the transaction or something else does. */
    private void beforeCompletion() {
        if (completing.compareAndSet(false, true)) {
            for (AsyncTransactionSynchronization synchronization : state.synchronizations()) {
                outside(synchronization::beforeCompletion);
            }
        }
    }

    /** The core has ended the transaction, given the connection back, and says how it went. */
    private void over(@Nullable Throwable error) {
        if (scope == null) {
            connected.run();
        }
        Transaction over = transaction;
        TransactionOutcome outcome = outcome(over);
        known = outcome;
        Throwable result = error != null ? translation.apply(error) : errorThatCommits;
        var parent = state.parent();
        var told = state.end();
        if (parent != null && outcome == TransactionOutcome.COMMITTED) {
            parent.adopt(told);
        } else {
            beforeCompletion();
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
        TransactionOutcome told = over == null ? TransactionOutcome.ROLLED_BACK : over.outcome();
        if (told != null) {
            return told;
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
    public boolean undone() {
        return state.parent() == null && known == TransactionOutcome.ROLLED_BACK;
    }

    @Override
    public void cancel() {
        CompletableFuture<@Nullable Void> whole = running;
        if (whole != null) {
            whole.cancel(false);
        }
    }
}
