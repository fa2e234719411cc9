package org.momoko.internal.session;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.momoko.api.CursorFactory;
import org.momoko.api.Row;
import org.momoko.config.PoolConfig;
import org.momoko.config.QueryMode;
import org.momoko.internal.codec.Codecs;
import org.momoko.internal.codec.Literals;
import org.momoko.internal.codec.Parameters;
import org.momoko.internal.concurrent.Nanos;
import org.momoko.internal.sql.ParsedSql;
import org.momoko.internal.sql.ParsedSqlCache;

/**
 * What the sessions of one pool share: the texts taken apart, what is known of statements, the codecs and the settings.
 * Safe for use from any thread.
 */
public final class SessionContext {
    private static final int CACHED_TEXTS = 4096;

    /** A longer text is not worth a place in the cache of prepared statements. */
    private static final int MAX_PREPARED_TEXT = 64 * 1024;

    private final ParsedSqlCache texts;
    private final StatementRegistry statements;
    private final PoolConfig config;
    private final QueryMode mode;
    private final @Nullable Executor completionExecutor;
    private final CursorFactory<Row> cursorFactory;
    private final @Nullable StatementEvents statementEvents;
    private final long statementTimeoutNanos;
    private final long maxResultBytes;
    private final @Nullable SessionContext parent;
    private volatile long silenceNanos = TimeUnit.SECONDS.toNanos(60);
    /** Null while the codecs of the parent count. */
    private volatile @Nullable Types types;

    /**
     * @param config of which the limits on statements and results count
     * @param mode how statements travel unless a query says otherwise
     * @param completionExecutor completes futures; null for the event loop
     * @param cursorFactory what rows become where the caller does not say
     */
    public SessionContext(
            PoolConfig config,
            QueryMode mode,
            @Nullable Executor completionExecutor,
            CursorFactory<Row> cursorFactory) {
        this(config, mode, completionExecutor, cursorFactory, null);
    }

    /** @param statementEvents tells those who listen to statements; null when nobody does */
    public SessionContext(
            PoolConfig config,
            QueryMode mode,
            @Nullable Executor completionExecutor,
            CursorFactory<Row> cursorFactory,
            @Nullable StatementEvents statementEvents) {
        this(
                config,
                mode,
                completionExecutor,
                cursorFactory,
                statementEvents,
                new ParsedSqlCache(CACHED_TEXTS),
                new StatementRegistry(CACHED_TEXTS),
                null);
        types = Types.of(Codecs.standard());
    }

    private SessionContext(
            PoolConfig config,
            QueryMode mode,
            @Nullable Executor completionExecutor,
            CursorFactory<Row> cursorFactory,
            @Nullable StatementEvents statementEvents,
            ParsedSqlCache texts,
            StatementRegistry statements,
            @Nullable SessionContext parent) {
        this.config = config;
        this.mode = mode;
        this.completionExecutor = completionExecutor;
        this.cursorFactory = cursorFactory;
        this.statementEvents = statementEvents;
        this.texts = texts;
        this.statements = statements;
        this.parent = parent;
        this.statementTimeoutNanos = config.statementTimeout().toNanos();
        this.maxResultBytes = config.maxBufferedResultBytes() == 0 ? Long.MAX_VALUE : config.maxBufferedResultBytes();
    }

    public ParsedSqlCache texts() {
        return texts;
    }

    StatementRegistry statements() {
        return statements;
    }

    /** The statement that the text with these values may be bound to in mode AUTO; null when it goes as a literal. */
    @Nullable
    Statement bindable(ParsedSql sql, @Nullable Object[] values) {
        if (!sql.bindable() || sql.sql().length() > MAX_PREPARED_TEXT) {
            return null;
        }
        Statement found = statements.find(sql, values, parameters());
        return found != null && found.worthPreparing() ? found : null;
    }

    /**
     * Checks that the classes of values are known.
     *
     * @throws org.momoko.error.ParameterException when one is not
     */
    public void requireSendable(@Nullable Object[] values) {
        for (Object value : values) {
            parameters().oid(value);
        }
    }

    public QueryMode mode() {
        return mode;
    }

    public @Nullable Executor completionExecutor() {
        return completionExecutor;
    }

    /** Tells those who listen to statements; null when nobody does. */
    @Nullable
    StatementEvents statementEvents() {
        return statementEvents;
    }

    /** The moment at which the time of a statement that begins now is over; null for the usual time. */
    public long deadline(@Nullable Duration timeout) {
        long nanos = timeout == null ? statementTimeoutNanos : Nanos.of(timeout);
        return nanos == 0 ? Exchange.NO_DEADLINE : System.nanoTime() + nanos;
    }

    int preparedStatements() {
        return config.preparedStatementCacheSize();
    }

    long maxResultBytes() {
        return maxResultBytes;
    }

    /** How long a cancel request may take, and any other errand on a socket of its own. */
    public long cancelTimeoutNanos() {
        return config.cancelTimeout().toNanos();
    }

    /** What rows become where the caller does not say. */
    public CursorFactory<Row> cursorFactory() {
        return cursorFactory;
    }

    /** How long a server with work to do may say nothing before it is asked, on another connection, whether it lives. */
    long silenceNanos() {
        return parent == null ? silenceNanos : parent.silenceNanos();
    }

    /** Sets the silence after which a server is asked for a sign of life; default 60 s. */
    public void silence(Duration silence) {
        silenceNanos = silence.toNanos();
    }

    private Types types() {
        Types own = types;
        return own != null || parent == null ? Objects.requireNonNull(own) : parent.types();
    }

    /** How columns are read. */
    public Codecs codecs() {
        return types().codecs();
    }

    /** How parameters are bound. */
    Parameters parameters() {
        return types().parameters();
    }

    /** How parameters are written into the text. */
    public Literals literals() {
        return types().literals();
    }

    /** Replaces the codecs; results that arrive from now on are read with the new ones. */
    public void codecs(Codecs replacement) {
        types = Types.of(replacement);
    }

    /** This context for housekeeping, which nobody listens to: futures complete on the event loop, which waits for nobody's executor. */
    public SessionContext housekeeping() {
        return new SessionContext(config, mode, null, CursorFactory.rows(), null, texts, statements, this);
    }

    /** A context that shares everything with this one, until its codecs are replaced. */
    public SessionContext overlay() {
        return new SessionContext(
                config, mode, completionExecutor, cursorFactory, statementEvents, texts, statements, this);
    }

    /** The codecs, seen from both sides. */
    private record Types(Codecs codecs, Parameters parameters, Literals literals) {
        static Types of(Codecs codecs) {
            return new Types(codecs, new Parameters(codecs), new Literals(codecs));
        }
    }
}
