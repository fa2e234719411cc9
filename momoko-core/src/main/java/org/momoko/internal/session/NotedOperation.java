package org.momoko.internal.session;

import org.jspecify.annotations.Nullable;
import org.momoko.internal.concurrent.OperationFuture;
import org.momoko.internal.sql.ParsedSql;

/** An operation that keeps apart what happens to few: an error, somebody who listens to its begin and its end. */
abstract class NotedOperation<T extends @Nullable Object> extends OperationFuture<T> {
    /** Null as long as there is nothing to note. */
    private @Nullable Incidents incidents;

    // ---- who listens ----------------------------------------------------------------------------------------------

    /** The exchange is a statement of the caller's, who is on this thread: it begins, for those who listen. */
    protected final void listened(SessionContext context, ParsedSql sql) {
        StatementEvents events = context.statementEvents();
        StatementRun run = events == null ? null : events.begin(sql);
        if (run != null) {
            note().listened = run;
        }
    }

    /** Null unless somebody listens. */
    final @Nullable StatementRun listened() {
        Incidents notes = incidents;
        return notes == null ? null : notes.listened;
    }

    /** Tells those who listen how the statement travels. */
    protected final void travels(boolean asPrepared) {
        StatementRun run = listened();
        if (run != null) {
            run.prepared(asPrepared);
        }
    }

    @Override
    protected void finish(T value) {
        StatementRun run = listened();
        if (run == null) {
            super.finish(value);
            return;
        }
        boolean first = run.end(value, null);
        super.finish(value);
        if (first) {
            run.delivered();
        }
    }

    @Override
    protected void finishExceptionally(Throwable failure) {
        StatementRun run = listened();
        if (run == null) {
            super.finishExceptionally(failure);
            return;
        }
        boolean first = run.end(null, failure);
        super.finishExceptionally(failure);
        if (first) {
            run.delivered();
        }
    }

    // ---- what has happened ----------------------------------------------------------------------------------------

    protected final @Nullable Throwable error() {
        Incidents notes = incidents;
        return notes == null ? null : notes.error;
    }

    protected final void clearError() {
        Incidents notes = incidents;
        if (notes != null) {
            notes.error = null;
        }
    }

    /** What has happened to this exchange that does not happen to most; null for nothing. */
    final @Nullable Incidents incidents() {
        return incidents;
    }

    /** Where to keep what does not happen to most exchanges. */
    final Incidents note() {
        Incidents notes = incidents;
        if (notes == null) {
            notes = new Incidents();
            incidents = notes;
        }
        return notes;
    }

    /** What has happened so far does not count. */
    final void forgetIncidents() {
        Incidents notes = incidents;
        if (notes != null) {
            notes.forget();
        }
    }
}
