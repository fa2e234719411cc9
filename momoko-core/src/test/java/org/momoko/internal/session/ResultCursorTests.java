package org.momoko.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.momoko.api.Cursor;
import org.momoko.api.CursorFactory;
import org.momoko.api.Row;
import org.momoko.error.InterfaceException;
import org.momoko.testing.Await;

/** What closing a cursor lets go of, and what it leaves. */
class ResultCursorTests {
    private final Conversation conversation = new Conversation();

    private Cursor<Row> cursor() {
        QueryExchange<Row> exchange = conversation.send("SELECT 1; SELECT 2");
        byte[] rows = Answers.together(Answers.textRow("1"), Answers.textRow("2"));
        conversation.receive(
                Answers.rowDescription("n"),
                rows,
                Answers.complete("SELECT 2"),
                Answers.rowDescription("n"),
                rows,
                Answers.complete("SELECT 2"),
                Answers.ready('I'));
        return exchange.join();
    }

    private ResultCursor<Row> empty() {
        return new ResultCursor<>(null, conversation.session.textSettings(), CursorFactory.rows(), "SELECT 1");
    }

    @Test
    void closedCursorKeepsNoRows() {
        ResultCursor<Row> cursor = empty();
        byte[] row = Answers.textRow("1");
        cursor.append(io.netty.buffer.Unpooled.wrappedBuffer(row), 5, row.length - 5);
        WeakReference<byte[]> rows = new WeakReference<>(cursor.chunkToRead());
        WeakReference<ResultCursor<Row>> earlier = new WeakReference<>(empty());
        cursor.follows(Objects.requireNonNull(earlier.get()));

        cursor.close();

        Await.until("the rows are collected", () -> {
            System.gc();
            return rows.get() == null && earlier.get() == null;
        });
        assertThat(cursor.closed()).isTrue();
    }

    @Test
    void closedCursorRefusesItsRows() {
        Cursor<Row> cursor = cursor();
        Iterator<Row> begun = cursor.iterator();
        cursor.close();

        for (ThrowingCallable use : List.<ThrowingCallable>of(
                cursor::fetchOne,
                cursor::fetchMany,
                cursor::fetchAll,
                cursor::toList,
                cursor::iterator,
                cursor::stream,
                cursor::results,
                begun::next,
                () -> cursor.scroll(0))) {
            assertThatThrownBy(use).isInstanceOf(InterfaceException.class).hasMessage("cursor already closed");
        }
    }

    @Test
    void closedCursorStillSaysWhatItWas() {
        Cursor<Row> cursor = cursor();
        Row kept = cursor.fetchOne();
        cursor.close();
        cursor.close();

        assertThat(kept.getInt(0)).isEqualTo(1);
        assertThat(cursor.rowCount()).isEqualTo(2);
        assertThat(cursor.rowNumber()).isEqualTo(1);
        assertThat(cursor.statusMessage()).isEqualTo("SELECT 2");
        assertThat(cursor.description()).hasSize(1);
    }
}
