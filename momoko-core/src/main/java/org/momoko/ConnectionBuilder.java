package org.momoko;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.momoko.api.Connection;
import org.momoko.api.CursorFactory;
import org.momoko.api.Row;
import org.momoko.config.ConnectConfig;
import org.momoko.config.PoolConfig;
import org.momoko.config.QueryMode;
import org.momoko.event.StatementListener;
import org.momoko.internal.client.OwnConnection;
import org.momoko.internal.session.SessionContext;
import org.momoko.internal.session.StatementEvents;

/** Configures a connection outside any pool. */
public final class ConnectionBuilder {
    private final ConnectConfig connectConfig;
    private final PoolConfig.Builder config = PoolConfig.builder().name("connection");
    private QueryMode mode = QueryMode.AUTO;
    private @Nullable Executor executor;
    private CursorFactory<Row> cursorFactory = CursorFactory.rows();
    private final List<StatementListener> statementListeners = new ArrayList<>();

    ConnectionBuilder(ConnectConfig connectConfig) {
        this.connectConfig = Objects.requireNonNull(connectConfig, "connectConfig");
    }

    /** Statements that run in one transaction when the connection is opened; if one fails, so does connecting. */
    public ConnectionBuilder setsession(String... statements) {
        config.setsession(List.of(statements));
        return this;
    }

    /** Hears of all statements, see {@link PoolBuilder#addStatementListener}. */
    public ConnectionBuilder addStatementListener(StatementListener statementListener) {
        statementListeners.add(Objects.requireNonNull(statementListener, "statementListener"));
        return this;
    }

    /** How statements travel unless they say themselves; default {@link QueryMode#AUTO}. */
    public ConnectionBuilder queryMode(QueryMode queryMode) {
        mode = Objects.requireNonNull(queryMode, "queryMode");
        return this;
    }

    /** Completes all futures, see {@link PoolBuilder#executor}. */
    public ConnectionBuilder executor(Executor completionExecutor) {
        executor = Objects.requireNonNull(completionExecutor, "completionExecutor");
        return this;
    }

    /** What rows become where a call does not say; see {@link org.momoko.api.SqlClient#as} for other than rows. */
    @SuppressWarnings("unchecked") // a cursor only hands rows out, so a subtype serves as well
    public ConnectionBuilder cursorFactory(CursorFactory<? extends Row> factory) {
        cursorFactory = (CursorFactory<Row>) Objects.requireNonNull(factory, "factory");
        return this;
    }

    /** The connection, not yet open. */
    public Connection build() {
        PoolConfig built = config.build();
        StatementEvents events =
                StatementEvents.of(built.name(), connectConfig.database(), connectConfig.hosts(), statementListeners);
        return new OwnConnection(
                connectConfig, built, new SessionContext(built, mode, executor, cursorFactory, events));
    }
}
