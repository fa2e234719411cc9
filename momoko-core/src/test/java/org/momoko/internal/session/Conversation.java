package org.momoko.internal.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.momoko.api.CursorFactory;
import org.momoko.api.Row;
import org.momoko.config.ConnectConfig;
import org.momoko.config.HostSpec;
import org.momoko.config.PoolConfig;
import org.momoko.config.QueryMode;
import org.momoko.internal.auth.ScramKeyCache;
import org.momoko.internal.sql.ArgumentStyle;

/** A session that has just become ready, and the server it talks to, played by the test. */
final class Conversation {
    final LoopDouble loop = new LoopDouble();
    final SessionContext context;
    final Session session;

    Conversation() {
        this(PoolConfig.builder().build());
    }

    Conversation(PoolConfig config) {
        this(config, null);
    }

    /** @param executor completes futures; null for the event loop */
    Conversation(PoolConfig config, @Nullable Executor executor) {
        context = new SessionContext(config, QueryMode.AUTO, executor, CursorFactory.rows());
        session = new Session(context, loop, new SessionListener() {});
        ConnectConfig connect = ConnectConfig.builder()
                .host("double")
                .user("app")
                .database("app")
                .build();
        Login login = Login.of(connect, new HostSpec("double", null, 5432));
        session.start(new StartupExchange(connect, login, null, new ScramKeyCache(1), Runnable::run));
        receive(Answers.authenticationOk());
        receive(Answers.keyData());
        receive(Answers.ready('I'));
        loop.takeWrites();
    }

    /** Submits a statement with positional parameters; it leaves at the end of the turn. */
    QueryExchange<Row> submit(String sql, @Nullable Object... values) {
        ArgumentStyle style = values.length == 0 ? ArgumentStyle.NONE : ArgumentStyle.POSITIONAL;
        QueryExchange<Row> exchange = new SessionQuery<>(
                context, context.texts().get(sql, style), values, CursorFactory.rows(), null, Exchange.NO_DEADLINE);
        session.submit(exchange);
        return exchange;
    }

    QueryExchange<Row> send(String sql, @Nullable Object... values) {
        QueryExchange<Row> exchange = submit(sql, values);
        loop.turn();
        return exchange;
    }

    /** One read of the socket, holding complete messages, and the rest of the loop's turn. */
    void receive(byte[]... messages) {
        read(messages);
        loop.turn();
    }

    /** One read of the socket, holding complete messages; the loop's turn goes on. */
    void read(byte[]... messages) {
        ByteBuf buffer = Unpooled.wrappedBuffer(Answers.together(messages));
        session.readBegins();
        int index = 0;
        while (index < buffer.writerIndex()) {
            int length = buffer.getInt(index + 1);
            session.message(buffer.getByte(index), buffer, index + 5, length - 4);
            index += 1 + length;
        }
        session.readEnds();
        buffer.release();
    }

    /** The socket is closed by the other side. */
    void disconnect() {
        session.disconnected(null);
        loop.turn();
    }

    /** Prepares {@code SELECT %s AS n} with an int4, as its first execution does. */
    void prepare() {
        send("SELECT %s AS n", 1);
        receive(firstAnswer());
        loop.takeWrites();
    }

    static byte[] firstAnswer() {
        return Answers.together(
                Answers.empty('1'),
                Answers.parameterDescription(23),
                Answers.rowDescription("n"),
                Answers.empty('2'),
                Answers.textRow("1"),
                Answers.complete("SELECT 1"),
                Answers.ready('I'));
    }

    /** The kinds of the messages written, one text for each write. */
    List<String> kinds() {
        // a line of the trace begins with the side and the length
        return writes().stream()
                .map(write -> String.join(
                        " ", write.stream().map(line -> line.split("\\s")[2]).toList()))
                .toList();
    }

    List<List<String>> writes() {
        return loop.takeWrites();
    }
}
