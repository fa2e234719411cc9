package org.momoko.internal.session;

import io.netty.buffer.ByteBuf;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.momoko.api.Cursor;
import org.momoko.api.CursorFactory;
import org.momoko.error.DatabaseException;
import org.momoko.error.ProgrammingException;
import org.momoko.error.ProtocolException;
import org.momoko.internal.codec.TextSettings;
import org.momoko.internal.protocol.BackendMessageType;
import org.momoko.internal.protocol.CommandTag;
import org.momoko.internal.protocol.DataRow;
import org.momoko.internal.protocol.Frontend;

/**
 * Gathers the results that come in answer to one text: rows, command tags, and what a tag means for the session. The last
 * result becomes the cursor. How the text was sent is the subclass's business.
 *
 * @param <T> what a row becomes
 */
abstract class ResultExchange<T> extends Exchange<Cursor<T>> {
    /**
     * The commands after which the session knows no prepared statements any more. DEALLOCATE of one is not among them: it
     * is none of ours, whose names a user does not write.
     */
    private static final Set<String> DISCARDS = Set.of("DISCARD ALL", "DEALLOCATE ALL");

    private final CursorFactory<T> factory;
    private @Nullable ResultCursor<T> current;

    ResultExchange(CursorFactory<T> factory) {
        this.factory = factory;
    }

    /** What the caller wrote. */
    abstract String text();

    /** What the client that runs this decides for all its statements. */
    abstract SessionContext context();

    @Override
    protected @Nullable Executor completionExecutor() {
        return context().completionExecutor();
    }

    /** What was received so far does not count. */
    final void forgetResults() {
        current = null;
        Incidents notes = incidents();
        if (notes != null) {
            notes.forgetAnswer();
        }
    }

    final boolean hasRows() {
        return current != null && current.rows() > 0;
    }

    /** The one result of a bound statement begins, or will. */
    final void beginOnlyResult(@Nullable ResultDescription columns, Session on) {
        current = fresh(columns, on.textSettings());
    }

    /** The result that was to begin begins now, with the settings of this moment. */
    final void onlyResultBegins(Session on) {
        ResultCursor<T> announced = current;
        if (announced != null && announced.settings() != on.textSettings()) {
            beginOnlyResult(announced.columns(), on);
        }
    }

    /** The next statement of a text with several begins its result. */
    final void beginResult(@Nullable ResultDescription columns, Session on) {
        ResultCursor<T> next = fresh(columns, on.textSettings());
        if (current != null) {
            if (current.tag() == null) {
                throw new ProtocolException("RowDescription before CommandComplete");
            }
            next.follows(current);
        }
        current = next;
    }

    private ResultCursor<T> fresh(@Nullable ResultDescription columns, TextSettings settings) {
        return new ResultCursor<>(columns, settings, factory, text());
    }

    final void row(Session on, ByteBuf buffer, int index, int length) {
        ResultCursor<T> target = current;
        ResultDescription columns = target == null ? null : target.columns();
        if (target == null || columns == null) {
            throw new ProtocolException("DataRow before RowDescription");
        }
        if (target.tag() != null) {
            throw new ProtocolException("DataRow after CommandComplete");
        }
        DataRow.checkFields(buffer, index, length, columns.size());
        if (isTooLarge() || error() != null || isAbandoned()) {
            return;
        }
        RowFlow<T> flow = factory instanceof RowFlow<T> given ? given : null;
        if (flow == null && target.bytes() + length > context().maxResultBytes()) {
            note().tooLarge = true;
            current = fresh(columns, target.settings());
            on.cancelIfAlone(this);
            return;
        }
        target.append(buffer, index, length);
        if (flow != null) {
            flow.appended(on, target);
        }
    }

    /** Whether rows have left already, so that what the statement gave cannot be taken back. */
    protected final boolean handedOn() {
        return factory instanceof RowFlow<T> flow && flow.begun();
    }

    private void allRowsCame(Session on) {
        if (factory instanceof RowFlow<T> flow) {
            flow.allCame(on);
        }
    }

    private boolean isTooLarge() {
        Incidents notes = incidents();
        return notes != null && notes.tooLarge;
    }

    /** The server's error; for a result that is too large, the answer to its being cancelled. */
    final void serverError(Session on, DatabaseException answer) {
        allRowsCame(on);
        error(isTooLarge() ? TooLargeResult.cancelled(context().maxResultBytes(), answer) : answer);
    }

    final void complete(Session on, ByteBuf buffer, int index, int length) {
        allRowsCame(on);
        CommandTag tag = CommandTag.read(buffer, index, length);
        ResultCursor<T> finished = current;
        if (finished == null || finished.tag() != null) {
            beginResult(null, on);
            finished = current;
        }
        if (finished != null) {
            finished.tag(tag);
        }
        learn(on, tag);
    }

    /** What a utility command means for the session. */
    static void learn(Session on, CommandTag completed) {
        if (completed.rows() != CommandTag.NO_ROWS) {
            return;
        }
        String tag = completed.text();
        if (DISCARDS.contains(tag)) {
            on.prepared().clear();
        } else if (tag.startsWith("ALTER ") || tag.startsWith("CREATE ") || tag.startsWith("DROP ")) {
            on.prepared().distrust();
        } else if (tag.equals("LISTEN")) {
            on.listening(true);
        }
    }

    /** Whether the last result has ended, or there was nothing to answer. */
    final boolean isComplete() {
        ResultCursor<T> last = current;
        if (last != null) {
            return last.tag() != null;
        }
        Incidents notes = incidents();
        return notes != null && notes.emptyQuery;
    }

    /** Whatever else may come in answer to a text. */
    final void other(byte type) {
        switch (type) {
            case BackendMessageType.EMPTY_QUERY_RESPONSE -> note().emptyQuery = true;
            case BackendMessageType.COPY_OUT_RESPONSE, BackendMessageType.COPY_BOTH_RESPONSE ->
                error(new ProgrammingException("can't execute COPY TO STDOUT: execute does not carry COPY data"));
            case BackendMessageType.COPY_DATA, BackendMessageType.COPY_DONE -> {}
            default -> throw unexpected(type, "in answer to a statement");
        }
    }

    /** @param syncSkipped whether the server has read past our Sync */
    final void refuseCopyIn(Session on, boolean syncSkipped) {
        error(new ProgrammingException("can't execute COPY FROM STDIN: execute does not carry COPY data"));
        ByteBuf out = on.allocate();
        Frontend.copyFail(out, "COPY FROM STDIN cannot be run by execute");
        if (syncSkipped) {
            Frontend.sync(out);
        }
        on.write(out);
    }

    @Override
    protected Cursor<T> result() {
        if (isTooLarge()) {
            throw TooLargeResult.ran(context().maxResultBytes());
        }
        ResultCursor<T> last = current;
        if (last == null) {
            throw new ProgrammingException("can't execute an empty query");
        }
        return last;
    }
}
