package org.momoko.spring.boot.transaction;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.momoko.api.Pool;
import org.momoko.api.SqlClient;
import org.momoko.api.TransactionOptions;

/** Decides by the propagation what a call has to do with a transaction. Everything transactional begins here. */
final class TransactionEngine {
    private static final TransactionObserver.Observed UNOBSERVED = (outcome, statements, error) -> {};

    private final PoolLookup pools;
    private final Function<Throwable, Throwable> translation;
    private final TransactionObserver observer;
    private final SuspendedConnections suspended = new SuspendedConnections();

    TransactionEngine(PoolLookup pools, Function<Throwable, Throwable> translation, TransactionObserver observer) {
        this.pools = pools;
        this.translation = translation;
        this.observer = new GuardedObserver(observer);
    }

    /** The error as users see it. */
    Throwable translated(Throwable error) {
        return translation.apply(Errors.unwrapped(error));
    }

    /** How often a call may be repeated: inside another transaction a repetition would not begin from where that one began. */
    static int retries(AsyncTransactionDefinition definition, @Nullable Scope caller) {
        for (Scope scope = caller; scope != null; scope = scope.outer()) {
            if (scope.state() != null) {
                return 0;
            }
        }
        return definition.retries();
    }

    /** Whether a call that failed so may succeed when it is repeated, and nothing of it is done twice then. */
    static boolean mayBeRepeated(Participation participation, Throwable error) {
        return participation.undone() && Errors.mayBeRetried(error);
    }

    /**
     * What a call has to do with a transaction; not yet started.
     *
     * @param caller the scope that the call is made in
     */
    Participation participate(AsyncTransactionDefinition definition, @Nullable Scope caller) {
        try {
            Pool pool = pools.pool(definition.pool());
            Scope around = Scope.of(pool, caller);
            TransactionState outer = around == null ? null : around.state();
            return switch (definition.propagation()) {
                case REQUIRED ->
                    outer == null ? begin(definition, pool, caller) : join(definition, pool, caller, around);
                case MANDATORY -> {
                    if (outer == null) {
                        throw new TransactionScopeException(
                                "MANDATORY, and there is no transaction to join. " + Messages.NO_SCOPE);
                    }
                    yield join(definition, pool, caller, around);
                }
                case SUPPORTS ->
                    outer == null ? none(definition, pool, caller) : join(definition, pool, caller, around);
                case REQUIRES_NEW -> begin(definition, pool, caller);
                case NOT_SUPPORTED -> none(definition, pool, caller);
                case NEVER -> {
                    if (outer != null) {
                        throw new TransactionScopeException("NEVER, and there is a transaction");
                    }
                    yield none(definition, pool, caller);
                }
                case NESTED -> outer == null ? begin(definition, pool, caller) : nest(definition, pool, caller, around);
            };
        } catch (RuntimeException e) {
            return new RefusedParticipation(e);
        }
    }

    private Participation none(AsyncTransactionDefinition definition, Pool pool, @Nullable Scope caller) {
        return new JoinedParticipation(
                new Scope(caller, pool, pool, definition, null, false), definition.rollbackRules());
    }

    private Participation join(
            AsyncTransactionDefinition definition, Pool pool, @Nullable Scope caller, @Nullable Scope around) {
        TransactionState state = fitting(definition, around);
        return new JoinedParticipation(
                new Scope(caller, pool, Objects.requireNonNull(around).client(), definition, state, true),
                definition.rollbackRules());
    }

    private Participation nest(
            AsyncTransactionDefinition definition, Pool pool, @Nullable Scope caller, @Nullable Scope around) {
        TransactionState parent = fitting(definition, around);
        SqlClient client = Objects.requireNonNull(around).client();
        return new OwnParticipation(
                body -> client.<@Nullable Void>inTransaction(TransactionOptions.DEFAULT, body),
                caller,
                pool,
                new TransactionState(parent.definition(), parent.connections(), parent),
                definition,
                () -> {},
                translation,
                UNOBSERVED);
    }

    private static TransactionState fitting(AsyncTransactionDefinition definition, @Nullable Scope around) {
        TransactionState state = around == null ? null : around.state();
        if (state == null) {
            throw new IllegalStateException("a scope without a transaction");
        }
        String misfit = definition.misfit(state.definition());
        if (misfit != null) {
            throw new TransactionScopeException("Cannot join the transaction: " + misfit);
        }
        return state;
    }

    private Participation begin(AsyncTransactionDefinition definition, Pool pool, @Nullable Scope caller) {
        Pool connections = pools.connectionsFor(pool, definition.readOnly());
        Runnable leave = suspended.enter(connections, caller);
        AtomicBoolean left = new AtomicBoolean();
        return new OwnParticipation(
                body -> connections.<@Nullable Void>inTransaction(definition.options(), body),
                caller,
                pool,
                new TransactionState(definition, connections, null),
                definition,
                () -> {
                    if (left.compareAndSet(false, true)) {
                        leave.run();
                    }
                },
                translation,
                observer.begun(definition, connections.config().name()));
    }
}
