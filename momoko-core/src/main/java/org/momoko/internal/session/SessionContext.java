package org.momoko.internal.session;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.momoko.config.QueryMode;
import org.momoko.internal.codec.Codecs;
import org.momoko.internal.codec.Literals;
import org.momoko.internal.codec.Parameters;
import org.momoko.internal.sql.ParsedSqlCache;

/**
 * What the sessions of one pool share: the texts taken apart, what is known of statements, the codecs and the settings.
 * Safe for use from any thread.
 */
public final class SessionContext {
    private static final int CACHED_TEXTS = 4096;

    private final ParsedSqlCache texts = new ParsedSqlCache(CACHED_TEXTS);
    private final StatementRegistry statements = new StatementRegistry(CACHED_TEXTS);
    private final QueryMode mode;
    private final @Nullable Executor completionExecutor;
    private final int preparedStatements;
    private final long maxResultBytes;
    private final long cancelTimeoutNanos;
    private volatile Codecs codecs = Codecs.standard();

    /**
     * @param mode how statements travel unless a query says otherwise
     * @param completionExecutor completes futures; null for the event loop
     * @param preparedStatements how many prepared statements a session keeps
     * @param maxResultBytes the largest result that is buffered
     * @param cancelTimeoutNanos how long a cancelled statement may take to end before its connection is closed
     */
    public SessionContext(
            QueryMode mode,
            @Nullable Executor completionExecutor,
            int preparedStatements,
            long maxResultBytes,
            long cancelTimeoutNanos) {
        this.mode = mode;
        this.completionExecutor = completionExecutor;
        this.preparedStatements = preparedStatements;
        this.maxResultBytes = maxResultBytes;
        this.cancelTimeoutNanos = cancelTimeoutNanos;
    }

    public ParsedSqlCache texts() {
        return texts;
    }

    StatementRegistry statements() {
        return statements;
    }

    public QueryMode mode() {
        return mode;
    }

    public @Nullable Executor completionExecutor() {
        return completionExecutor;
    }

    int preparedStatements() {
        return preparedStatements;
    }

    long maxResultBytes() {
        return maxResultBytes;
    }

    long cancelTimeoutNanos() {
        return cancelTimeoutNanos;
    }

    public Codecs codecs() {
        return codecs;
    }

    /** Replaces the codecs; results that arrive from now on are read with the new ones. */
    public void codecs(Codecs replacement) {
        codecs = replacement;
    }
}
