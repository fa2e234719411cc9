package org.momoko.internal.client;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.momoko.event.TransactionOutcome;
import org.momoko.internal.session.SessionContext;
import org.momoko.internal.session.TransactionControl;

/**
 * A body that runs in a savepoint. SAVEPOINT goes ahead of its first statement: it fails only in a transaction in which
 * the statement fails as well. A body without statements sends nothing.
 */
final class SavepointRun<T extends @Nullable Object> extends TransactionRun<T> {
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final TransactionRun<?> outer;
    private final String name = "momoko_" + NUMBERS.incrementAndGet();
    private final boolean autoRollback;
    private boolean saved;
    /** The server has it. */
    private volatile boolean set;

    SavepointRun(
            TransactionRun<?> outer,
            boolean autoRollback,
            Function<? super PgTransaction, ? extends CompletionStage<T>> body) {
        super(new PgTransaction(outer.transaction().options()), body);
        this.outer = outer;
        this.autoRollback = autoRollback;
    }

    @Override
    SessionContext context() {
        return outer.context();
    }

    @Override
    TopTransaction<?> top() {
        return outer.top();
    }

    @Override
    TransactionRun<?> outer() {
        return outer;
    }

    @Override
    boolean isWithin(TransactionRun<?> other) {
        return this == other || outer.isWithin(other);
    }

    /** Sends SAVEPOINT, those around it first. */
    @Override
    synchronized void prepare() {
        if (!saved) {
            saved = true;
            if (outer instanceof SavepointRun<?> around) {
                around.prepare();
            }
            top().submit(new Command("SAVEPOINT " + name, Step.SAVE));
        }
    }

    private synchronized boolean saved() {
        return saved;
    }

    @Override
    @Nullable
    Throwable firstError() {
        Throwable own = super.firstError();
        return own != null ? own : outer.firstError();
    }

    @Override
    void interrupt() {
        top().interrupt(this);
    }

    @Override
    void end(boolean aborted) {
        Throwable cause = failure();
        boolean leftAsItIs = cause != null && !aborted && !autoRollback;
        if (!saved() || top().aborted() || leftAsItIs) {
            // nothing to undo, or all of the transaction is undone
            over(cause);
        } else if (cause != null || rollbackOnly()) {
            undo(new Command(undo(), Step.UNDO));
        } else {
            top().submit(new Command("RELEASE SAVEPOINT " + name, Step.RELEASE));
        }
    }

    /** Ahead of what is not sent yet: whoever gave this up goes on already, and must not go on in what is undone. */
    private void undo(Command command) {
        if (set) {
            top().submitFirst(command);
        } else {
            top().submit(command);
        }
    }

    private String undo() {
        return "ROLLBACK TO SAVEPOINT " + name + "; RELEASE SAVEPOINT " + name;
    }

    private void over(@Nullable Throwable cause) {
        if (cause != null || rollbackOnly()) {
            rolledBack(cause);
        } else {
            committed();
        }
    }

    private void answered(Step step, @Nullable Throwable error) {
        switch (step) {
            case SAVE -> set = error == null;
            case RELEASE -> {
                if (error == null) {
                    committed();
                } else {
                    // a statement had failed, and nobody minded
                    Throwable first = firstError();
                    undoFor(first != null ? first : error);
                }
            }
            case UNDO -> {
                Throwable cause = failure();
                if (error != null && cause != null && cause != error) {
                    cause.addSuppressed(error);
                }
                rolledBack(cause != null ? cause : error);
            }
        }
    }

    private void undoFor(Throwable cause) {
        undo(new Command(undo(), Step.UNDO) {
            @Override
            void answered(@Nullable Throwable error) {
                rolledBack(cause);
            }
        });
    }

    @Override
    void concluded(TransactionOutcome outcome) {
        outcome(outcome);
        outer.savepointOver(this);
    }

    @Override
    protected void told() {
        outer.ask();
    }

    private enum Step {
        SAVE,
        RELEASE,
        UNDO
    }

    /** One of the commands that make and end the savepoint. */
    private class Command extends TransactionCommand {
        private final Step step;

        Command(String sql, Step step) {
            super(SavepointRun.this.top(), new TransactionControl.Text(sql));
            this.step = step;
        }

        @Override
        void answered(@Nullable Throwable error) {
            SavepointRun.this.answered(step, error);
        }
    }
}
