package org.momoko.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.momoko.Momoko;
import org.momoko.api.Connection;
import org.momoko.api.Cursor;
import org.momoko.api.CursorFactory;
import org.momoko.api.Query;
import org.momoko.api.Row;
import org.momoko.config.ConnectConfig;
import org.momoko.config.HostSpec;
import org.momoko.config.PoolConfig;
import org.momoko.config.QueryMode;
import org.momoko.internal.auth.ScramKeyCache;
import org.momoko.internal.session.Exchange;
import org.momoko.internal.session.Login;
import org.momoko.internal.session.QueryExchange;
import org.momoko.internal.session.RowFlow;
import org.momoko.internal.session.Session;
import org.momoko.internal.session.SessionContext;
import org.momoko.internal.session.SessionListener;
import org.momoko.internal.session.SessionQuery;
import org.momoko.internal.session.StartupExchange;
import org.momoko.internal.sql.ArgumentStyle;
import org.momoko.testing.Fuzz;
import org.momoko.testing.Invariants;
import org.momoko.testing.PostgresServer;

/** What a real server answered, in whatever pieces it arrives, means the same. */
class ReplayIT {
    @RegisterExtension
    static final Invariants invariants = new Invariants();

    private static final HostSpec HOST = new HostSpec("replayed", null, 5432);

    private static final ConnectConfig CONFIG =
            ConnectConfig.builder().host("replayed").user("app").database("app").build();

    /** A statement of the conversation. The first times of a text differ from the later ones. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Step(
            QueryMode mode, String sql, @Nullable Object... values) {}

    private static final Map<String, String> SETTINGS = Map.of(
            "client_encoding",
            "UTF8",
            "standard_conforming_strings",
            "on",
            "DateStyle",
            "ISO, MDY",
            "TimeZone",
            "UTC",
            "IntervalStyle",
            "postgres",
            "server_version",
            "18.6");

    private static final String MIXED = "SELECT i, i::int8 * 1000000007 AS l, 'row ' || i || '\u00e9' AS t, now() AS n,"
            + " i / 7.0 AS d, i %% 2 = 0 AS b, NULL AS nothing, ARRAY[[i, NULL], [3, 4]] AS a,"
            + " int4range(i, 9) AS r, '{\"k\": 1}'::jsonb AS j, decode('00ff', 'hex') AS y"
            + " FROM generate_series(1, %s::int) AS i";

    private static final List<Step> STEPS = List.of(
            new Step(QueryMode.AUTO, MIXED, 3),
            new Step(QueryMode.AUTO, MIXED, 5),
            new Step(QueryMode.AUTO, MIXED, 0),
            new Step(QueryMode.SIMPLE, MIXED, 3),
            new Step(QueryMode.EXTENDED, MIXED, 2),
            new Step(QueryMode.SIMPLE, "SELECT 1 AS one; SELECT 'two' AS two; CREATE TEMPORARY TABLE r (a int)"),
            new Step(QueryMode.AUTO, "INSERT INTO r SELECT generate_series(1, %s::int) RETURNING a", 3),
            new Step(QueryMode.SIMPLE, "DO $$ BEGIN RAISE NOTICE 'heard'; RAISE WARNING 'and seen'; END $$"),
            new Step(QueryMode.SIMPLE, "LISTEN news; NOTIFY news, 'extra'"),
            new Step(QueryMode.SIMPLE, "SET application_name = 'momoko-test-replay'"),
            new Step(QueryMode.AUTO, "SELECT 6 / (3 - i) FROM generate_series(1, %s::int) AS i", 5),
            new Step(QueryMode.AUTO, "SELECT 6 / (3 - i) FROM generate_series(1, %s::int) AS i", 5),
            new Step(QueryMode.AUTO, "SELECT no_such_column"),
            new Step(QueryMode.SIMPLE, "COPY r TO STDOUT"),
            new Step(QueryMode.SIMPLE, "BEGIN; DECLARE c CURSOR FOR SELECT a FROM r; FETCH 2 FROM c"),
            new Step(QueryMode.SIMPLE, "FETCH 2 FROM c; COMMIT"),
            new Step(QueryMode.AUTO, "SELECT repeat('x', %s::int) AS long", 3000));

    private final EventLoops loops = new EventLoops("replay", 1);

    @AfterEach
    void endLoops() {
        loops.shutdown();
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void theAnswersMeanTheSameInWhateverPiecesTheyCome() {
        List<byte[]> recorded = new ArrayList<>();
        List<List<String>> live = record(recorded);
        List<List<String>> whole = new Replay(false).all(recorded, bytes -> List.of(bytes));
        assertThat(whole.subList(0, live.size())).isEqualTo(live);
        assertThat(whole.get(live.size())).containsExactly("NOTICE:  heard\n", "WARNING:  and seen\n");

        int longest = recorded.stream().mapToInt(bytes -> bytes.length).max().orElseThrow();
        for (int at = 1; at < longest; at++) {
            int cut = at;
            assertThat(new Replay(false).all(recorded, bytes -> halves(bytes, cut)))
                    .as("cut after %d bytes", cut)
                    .isEqualTo(whole);
        }
        assertThat(new Replay(false).all(recorded, bytes -> pieces(bytes, null)))
                .as("byte by byte")
                .isEqualTo(whole);
        List<List<String>> streamed = new Replay(true).all(recorded, bytes -> List.of(bytes));
        Fuzz.rounds(42, seed -> {
            Random random = new Random(seed);
            for (int i = 0; i < 200; i++) {
                assertThat(new Replay(false).all(recorded, bytes -> pieces(bytes, random)))
                        .isEqualTo(whole);
                assertThat(new Replay(true).all(recorded, bytes -> pieces(bytes, random)))
                        .isEqualTo(streamed);
            }
        });
    }

    /** Has a real server answer. */
    private static List<List<String>> record(List<byte[]> recorded) {
        PostgresServer server = PostgresServer.shared();
        List<List<String>> outcomes = new ArrayList<>();
        try (TracingRelay relay = TracingRelay.to(server.tcpAddress());
                Connection connection = Momoko.connection(server.dsn(
                                "host=localhost",
                                "port=" + relay.port(),
                                "sslmode=disable",
                                "options='-c timezone=UTC'"))
                        .build()
                        .connect()
                        .join()) {
            relay.takeAnswers();
            for (Step step : STEPS) {
                CompletableFuture<Cursor<Row>> future =
                        connection.execute(Query.of(step.sql, step.values).mode(step.mode));
                future.handle((cursor, error) -> null).join();
                recorded.add(relay.takeAnswers());
                outcomes.add(outcome(future));
            }
        }
        return outcomes;
    }

    private static List<byte[]> halves(byte[] bytes, int at) {
        return at >= bytes.length
                ? List.of(bytes)
                : List.of(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, at, bytes.length));
    }

    /** Pieces of random lengths, mostly short; of one byte each without a random. */
    private static List<byte[]> pieces(byte[] bytes, @Nullable Random random) {
        List<byte[]> pieces = new ArrayList<>();
        for (int from = 0, to; from < bytes.length; from = to) {
            int size = random == null ? 1 : 1 + random.nextInt(random.nextInt(4) == 0 ? bytes.length : 20);
            to = Math.min(bytes.length, from + size);
            pieces.add(Arrays.copyOfRange(bytes, from, to));
        }
        return pieces;
    }

    /** The results with all their values, or the error. */
    private static List<String> outcome(CompletableFuture<Cursor<Row>> future) {
        return future.handle((cursor, error) -> {
                    if (error != null) {
                        return List.of(error.toString());
                    }
                    List<String> all = new ArrayList<>();
                    for (Cursor<Row> result : cursor.results()) {
                        all.add(result.statusMessage());
                        if (result.description() != null) {
                            result.forEach(row -> all.add(values(row)));
                        }
                    }
                    return all;
                })
                .join();
    }

    private static String values(Row row) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            values.add(row.get(i));
        }
        return Arrays.deepToString(values.toArray());
    }

    /** A session without a socket, which takes the recorded answers for those to its own statements. */
    private final class Replay {
        private final EmbeddedChannel channel = new EmbeddedChannel();
        private final SessionContext context =
                new SessionContext(PoolConfig.builder().build(), QueryMode.AUTO, null, CursorFactory.rows());
        private final Session session;
        private final boolean streaming;

        Replay(boolean streaming) {
            this.streaming = streaming;
            Endpoint endpoint =
                    new Endpoint(loops.transport(), HOST, channel.remoteAddress(), CONFIG.keepAlive(), null);
            session = new Session(context, new ChannelOutbound(channel, endpoint, loops, 1), new SessionListener() {});
            channel.pipeline().addLast(new SessionHandler(session));
            session.start(
                    new StartupExchange(CONFIG, Login.of(CONFIG, HOST), null, new ScramKeyCache(1), Runnable::run));
            // AuthenticationOk, BackendKeyData, the settings that results and literals depend on, ReadyForQuery
            receive(HexFormat.of().parseHex("520000000800000000" + "4b0000000c0000002a00001267"));
            SETTINGS.forEach((name, value) -> receive(parameterStatus(name, value)));
            receive(HexFormat.of().parseHex("5a0000000549"));
        }

        private static byte[] parameterStatus(String name, String value) {
            byte[] body = (name + '\0' + value + '\0').getBytes(StandardCharsets.UTF_8);
            return ByteBuffer.allocate(5 + body.length)
                    .put((byte) 'S')
                    .putInt(4 + body.length)
                    .put(body)
                    .array();
        }

        private void receive(byte[] bytes) {
            channel.writeInbound(Unpooled.copiedBuffer(bytes));
        }

        List<List<String>> all(List<byte[]> answers, Function<byte[], List<byte[]>> cut) {
            List<List<String>> outcomes = new ArrayList<>();
            for (int i = 0; i < answers.size(); i++) {
                List<byte[]> pieces = cut.apply(answers.get(i));
                outcomes.add(streaming ? stream(STEPS.get(i), pieces) : execute(STEPS.get(i), pieces));
            }
            outcomes.add(session.events().notices());
            channel.finishAndReleaseAll();
            return outcomes;
        }

        private List<String> execute(Step step, List<byte[]> pieces) {
            QueryExchange<Row> exchange = submit(step, CursorFactory.rows());
            pieces.forEach(this::receive);
            return outcome(exchange);
        }

        private QueryExchange<Row> submit(Step step, CursorFactory<Row> factory) {
            ArgumentStyle style = step.values.length == 0 ? ArgumentStyle.NONE : ArgumentStyle.POSITIONAL;
            QueryExchange<Row> exchange = new SessionQuery<>(
                    context,
                    context.texts().get(step.sql, style),
                    step.values,
                    factory,
                    step.mode,
                    Exchange.NO_DEADLINE);
            session.submit(exchange);
            channel.runPendingTasks();
            channel.releaseOutbound();
            return exchange;
        }

        private List<String> stream(Step step, List<byte[]> pieces) {
            List<String> outcome = new ArrayList<>();
            RowFlow<Row> flow = new RowFlow<>(
                    CursorFactory.rows(),
                    new Flow.Subscriber<>() {
                        @Override
                        public void onSubscribe(Flow.Subscription subscription) {}

                        @Override
                        public void onNext(Row row) {
                            outcome.add(values(row));
                        }

                        @Override
                        public void onError(Throwable error) {
                            outcome.add(error.toString());
                        }

                        @Override
                        public void onComplete() {
                            outcome.add("complete");
                        }
                    },
                    null);
            flow.request(Long.MAX_VALUE);
            flow.follow(submit(step, flow));
            pieces.forEach(this::receive);
            return outcome;
        }
    }
}
