package org.momoko.internal.session;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.momoko.internal.codec.Parameters;
import org.momoko.internal.protocol.Frontend;

/**
 * The statements that are prepared in one session, the least recently used one leaving when there are too many; and the
 * few that wait for being prepared.
 */
final class PreparedStatements {
    private static final int SHORT_NAMES = 36;
    /** No name that PREPARE takes without quotes, so that it is not taken for one of the user's. */
    private static final String NAME_PREFIX = "m:";

    private static final int MAX_WAITING = 32;

    private final int capacity;
    private final Map<Statement, PreparedStatement> byStatement = new LinkedHashMap<>(16, 0.75f, true);
    /** Texts that went unprepared because a transaction was open; they are prepared when it has ended. */
    private final ArrayDeque<Statement> waiting = new ArrayDeque<>();

    private long names;
    private boolean trusted = true;

    PreparedStatements(int capacity) {
        this.capacity = capacity;
    }

    /**
     * False from DDL to the end of its transaction: the result of a prepared statement may have changed, and finding that
     * out (0A000) would abort the transaction.
     */
    boolean trusted() {
        return trusted;
    }

    /** DDL has run. */
    void distrust() {
        trusted = false;
    }

    /** No transaction is open: a statement that turns out stale can be prepared again. */
    void trust() {
        trusted = true;
    }

    @Nullable
    PreparedStatement find(Statement statement) {
        return byStatement.get(statement);
    }

    /**
     * A prepared statement with a name that this session has not used yet, for {@link #add} to keep; the unnamed one when
     * none are kept.
     */
    PreparedStatement create(Statement statement, Parameters parameters) {
        if (capacity == 0) {
            return new PreparedStatement("", statement, parameters);
        }
        return new PreparedStatement(NAME_PREFIX + Long.toString(names++, SHORT_NAMES), statement, parameters);
    }

    /** Appends Close for what has to leave before another statement is added; returns how many CloseComplete follow. */
    int makeRoom(ByteBuf out) {
        int closed = 0;
        Iterator<PreparedStatement> eldest = byStatement.values().iterator();
        while (byStatement.size() - closed >= capacity && eldest.hasNext()) {
            Frontend.closeStatement(out, eldest.next().name());
            closed++;
        }
        return closed;
    }

    /** Keeps a statement whose Parse is written, after {@code closed} others were closed by {@link #makeRoom}. */
    void add(PreparedStatement prepared, int closed) {
        Iterator<PreparedStatement> eldest = byStatement.values().iterator();
        for (int i = 0; i < closed; i++) {
            eldest.next();
            eldest.remove();
        }
        if (capacity > 0) {
            byStatement.put(prepared.statement(), prepared);
        }
    }

    /**
     * Remembers a text that should be prepared once no transaction is open any more. Where nothing is kept that is only
     * worth it to learn whether it can be parsed.
     */
    void prepareLater(Statement statement) {
        if (capacity == 0 && statement.verdict() != Statement.Verdict.UNKNOWN) {
            return;
        }
        if (waiting.size() < MAX_WAITING && !waiting.contains(statement)) {
            waiting.add(statement);
        }
    }

    /** Takes out a text that waited for being prepared; null when there is none. */
    @Nullable
    Statement nextToPrepare() {
        return waiting.poll();
    }

    void forget(PreparedStatement prepared) {
        byStatement.remove(prepared.statement(), prepared);
    }

    void clear() {
        byStatement.clear();
    }
}
