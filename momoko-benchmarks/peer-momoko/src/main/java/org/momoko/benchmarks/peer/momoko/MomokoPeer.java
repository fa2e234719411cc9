package org.momoko.benchmarks.peer.momoko;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.Iterator;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.momoko.Momoko;
import org.momoko.PoolBuilder;
import org.momoko.api.Connection;
import org.momoko.api.Cursor;
import org.momoko.api.Pipeline;
import org.momoko.api.Pool;
import org.momoko.api.Query;
import org.momoko.api.Row;
import org.momoko.api.SqlClient;
import org.momoko.api.Transaction;
import org.momoko.benchmarks.data.Batch;
import org.momoko.benchmarks.data.BigRows;
import org.momoko.benchmarks.data.Fortunes;
import org.momoko.benchmarks.data.World;
import org.momoko.benchmarks.harness.Lane;
import org.momoko.benchmarks.harness.Peer;
import org.momoko.benchmarks.harness.Step;
import org.momoko.benchmarks.harness.Target;
import org.momoko.benchmarks.harness.VirtualThreads;
import org.momoko.benchmarks.harness.Workload;
import org.momoko.config.ConnectConfig;
import org.momoko.config.PoolConfig;

/**
 * Momoko through its public API with its default settings. Variants: {@code strict}; {@code shared}, where
 * connections are shared; {@code virtual}, which blocks virtual threads on the futures; {@code virtual-shared}, which
 * does both; {@code stream}, where large results are read while they arrive.
 */
public final class MomokoPeer implements Peer {
    /** What the documentation of {@link PoolConfig#pipelining} recommends. */
    private static final int PIPELINING = 16;
    /** What it recommends for virtual threads that wait, on the two processors that are measured. */
    private static final int LOOPS_FOR_BLOCKING = 2;

    private final String[] labels = Batch.labels();
    private @Nullable ConnectConfig config;
    private @Nullable Pool opened;
    private @Nullable Connection held;
    private boolean blocking;
    private boolean shared;
    private boolean streaming;
    private Executor starter = Runnable::run;
    private int size;
    private int amount;
    private String[] lookups = {};

    @Override
    public void open(Target target, Workload workload, String variant) {
        blocking = variant.startsWith("virtual");
        shared = variant.endsWith("shared");
        streaming = variant.equals("stream");
        if (blocking) {
            starter = VirtualThreads.starter();
        }
        amount = workload.amount();
        lookups = World.lookups(amount);
        size = workload.pool();
        config = ConnectConfig.parse("host=" + target.host() + " port=" + target.port() + " dbname=" + target.database()
                + " user=" + target.user() + " password=" + target.password() + " sslmode=disable");
        switch (workload.kind()) {
            case CONNECT, WARM16 -> {}
            case SINGLE, PIPELINE1 ->
                held = Momoko.connection(config).build().connect().join();
            default -> opened = builder().build().connect().join();
        }
    }

    private PoolBuilder builder() {
        PoolConfig.Builder pool = PoolConfig.builder().size(size).pipelining(shared ? PIPELINING : 1);
        return Momoko.pool(Objects.requireNonNull(config))
                .config(pool.build())
                .eventLoopThreads(blocking ? LOOPS_FOR_BLOCKING : 1);
    }

    private Pool pool() {
        return Objects.requireNonNull(opened);
    }

    @Override
    public Executor starter() {
        return starter;
    }

    /** An operation and the sum of what it gives, as a step that either hears of the end or waits for it. */
    private <T> Step step(Lane lane, Supplier<CompletableFuture<T>> operation, ToLongFunction<T> sum) {
        if (blocking) {
            return () -> lane.done(sum.applyAsLong(operation.get().join()));
        }
        BiConsumer<T, @Nullable Throwable> end = (result, error) -> {
            if (error != null) {
                lane.failed(error);
            } else {
                lane.done(sum.applyAsLong(result));
            }
        };
        return () -> operation.get().whenComplete(end);
    }

    @Override
    public Step one(Lane lane) {
        return step(
                lane,
                () -> {
                    int value = lane.draw(World.ROWS);
                    lane.expect(value);
                    return pool().execute(World.ONE, value);
                },
                MomokoPeer::number);
    }

    @Override
    public Step lookup(Lane lane) {
        return step(lane, () -> lookup(pool(), lane), MomokoPeer::worldSum);
    }

    @Override
    public Step single(Lane lane) {
        Connection connection = Objects.requireNonNull(held);
        return step(lane, () -> lookup(connection, lane), MomokoPeer::worldSum);
    }

    @Override
    public Step fortunes(Lane lane) {
        return step(
                lane,
                () -> {
                    lane.expect(Fortunes.EXPECTED);
                    return pool().execute(Fortunes.SELECT);
                },
                cursor -> {
                    long sum = 0;
                    for (Row row : cursor) {
                        sum += Fortunes.sum(row.getInt(0), Objects.requireNonNull(row.getString(1)));
                    }
                    return sum;
                });
    }

    @Override
    public Step queries(Lane lane) {
        Supplier<CompletableFuture<CompletableFuture<Cursor<Row>>[]>> operation = shared
                ? () -> lookups(pool(), lane)
                : () -> pool().withConnection(connection -> lookups(connection, lane));
        return step(lane, operation, found -> {
            long sum = 0;
            for (CompletableFuture<Cursor<Row>> each : found) {
                sum += worldSum(each.join());
            }
            return sum;
        });
    }

    @Override
    public Step pipeline(Lane lane) {
        SqlClient client = held == null ? pool() : held;
        Consumer<Pipeline> statements = group -> {
            for (int i = 0; i < World.QUERIES; i++) {
                int id = lane.draw(World.ROWS);
                lane.expect(World.expected(id));
                group.execute(World.LOOKUP, id);
            }
        };
        return step(lane, () -> client.pipeline(statements), found -> {
            long sum = 0;
            for (Cursor<Row> each : found) {
                sum += worldSum(each);
            }
            return sum;
        });
    }

    /** All sent at once, in one write. */
    private static CompletableFuture<CompletableFuture<Cursor<Row>>[]> lookups(SqlClient client, Lane lane) {
        @SuppressWarnings({"unchecked", "rawtypes"}) // there are no arrays of generic types
        CompletableFuture<Cursor<Row>>[] all = new CompletableFuture[World.QUERIES];
        for (int i = 0; i < all.length; i++) {
            all[i] = lookup(client, lane);
        }
        return CompletableFuture.allOf(all).thenApply(done -> all);
    }

    @Override
    public Step mixed(Lane lane) {
        Step quick = lookup(lane);
        Step slow = step(
                lane,
                () -> {
                    lane.expect(World.ROWS);
                    return pool().execute(World.SLOW);
                },
                MomokoPeer::number);
        return () -> (lane.drawSlow() ? slow : quick).start();
    }

    @Override
    public Step mixedAlike(Lane lane) {
        return step(
                lane,
                () -> {
                    int id = lane.draw(World.ROWS);
                    lane.expect(World.expected(id));
                    return pool().execute(World.DELAYED_LOOKUP, id, lane.drawSlow() ? World.DELAY_SECONDS : 0.0);
                },
                MomokoPeer::worldSum);
    }

    @Override
    public Step rows(Lane lane) {
        if (streaming) {
            return streamed(
                    lane,
                    () -> {
                        lane.expect(seriesSum());
                        return Query.of(World.SERIES, amount);
                    },
                    row -> World.sum(row.getInt(0), row.getInt(1)));
        }
        return step(
                lane,
                () -> {
                    lane.expect(seriesSum());
                    return pool().execute(World.SERIES, amount);
                },
                cursor -> {
                    long sum = 0;
                    for (Row row : cursor) {
                        sum += World.sum(row.getInt(0), row.getInt(1));
                    }
                    return sum;
                });
    }

    private long seriesSum() {
        return 31L * amount * (amount + 1) / 2 + (long) amount * (amount + 1);
    }

    private Step streamed(Lane lane, Supplier<Query> query, ToLongFunction<Row> sum) {
        return () -> pool().stream(query.get()).subscribe(new StreamSum(lane, sum));
    }

    @Override
    public Step statements(Lane lane) {
        return step(
                lane,
                () -> {
                    int id = lane.draw(World.ROWS);
                    lane.expect(World.expected(id));
                    return pool().execute(lookups[lane.draw(amount) - 1], id);
                },
                MomokoPeer::worldSum);
    }

    @Override
    public Step update(Lane lane) {
        return step(
                lane,
                () -> {
                    lane.expect(1);
                    return pool().execute(World.UPDATE, lane.draw(World.ROWS), lane.draw(World.ROWS));
                },
                Cursor::rowCount);
    }

    @Override
    public Step transaction(Lane lane) {
        return step(
                lane,
                () -> {
                    int id = lane.draw(World.ROWS);
                    int number = lane.draw(World.ROWS);
                    lane.expect(number);
                    return pool().inTransaction(transaction -> changeAccount(transaction, id, number));
                },
                MomokoPeer::number);
    }

    private static CompletionStage<Cursor<Row>> changeAccount(Transaction transaction, int id, int number) {
        return transaction
                .execute(World.SELECT_ACCOUNT, id)
                .thenCompose(before -> {
                    number(before);
                    return transaction.execute(World.UPDATE, number, id);
                })
                .thenCompose(updated -> transaction.execute(World.SELECT_ACCOUNT, id));
    }

    @Override
    public Step statementList(Lane lane) {
        return step(
                lane,
                () -> {
                    int id = lane.draw(World.ROWS);
                    int number = lane.draw(World.ROWS);
                    lane.expect(number);
                    return pool().transaction(
                                    Query.of(World.SELECT_ACCOUNT, id),
                                    Query.of(World.UPDATE, number, id),
                                    Query.of(World.SELECT_ACCOUNT, id));
                },
                cursors -> {
                    number(cursors.get(0));
                    return number(cursors.get(2));
                });
    }

    @Override
    public Step big(Lane lane) {
        if (streaming) {
            Query query = Query.of(BigRows.SELECT);
            return streamed(
                    lane,
                    () -> {
                        lane.expect(BigRows.EXPECTED);
                        return query;
                    },
                    MomokoPeer::bigSum);
        }
        return step(
                lane,
                () -> {
                    lane.expect(BigRows.EXPECTED);
                    return pool().execute(BigRows.SELECT);
                },
                cursor -> {
                    long sum = 0;
                    for (Row row : cursor) {
                        sum += bigSum(row);
                    }
                    return sum;
                });
    }

    private static long bigSum(Row row) {
        return BigRows.sum(
                row.getInt(0),
                row.getLong(1),
                Objects.requireNonNull(row.getString(2)),
                Objects.requireNonNull(row.get(3, OffsetDateTime.class)),
                Objects.requireNonNull(row.get(4, BigDecimal.class)),
                row.getBoolean(5),
                Objects.requireNonNull(row.get(6, UUID.class)),
                row.getDouble(7),
                BigRows.number(Objects.requireNonNull(row.getString(8))),
                Objects.requireNonNull(row.get(9, byte[].class)));
    }

    @Override
    public Step batch(Lane lane) {
        return step(
                lane,
                () -> {
                    lane.expect(Batch.ROWS);
                    return pool().executeMany(Batch.INSERT, this::rows);
                },
                inserted -> inserted);
    }

    private Iterator<Object[]> rows() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < Batch.ROWS;
            }

            @Override
            public Object[] next() {
                int i = next++;
                return new Object[] {i, labels[i], (long) i};
            }
        };
    }

    @Override
    public Step acquire(Lane lane) {
        AtomicReference<@Nullable Connection> taken = new AtomicReference<>();
        Runnable giveBack = () -> {
            pool().putconn(Objects.requireNonNull(taken.getPlain()));
            lane.done(0);
        };
        BiConsumer<Connection, @Nullable Throwable> end = (connection, error) -> {
            if (error != null) {
                lane.failed(error);
            } else {
                taken.setPlain(connection);
                lane.later(giveBack);
            }
        };
        return () -> pool().getconn(false).whenComplete(end);
    }

    @Override
    public Step connect(Lane lane) {
        return step(
                lane,
                () -> Momoko.connection(Objects.requireNonNull(config)).build().connect(),
                connection -> {
                    connection.close();
                    return 0;
                });
    }

    @Override
    public Step warm(Lane lane) {
        return step(
                lane,
                () -> {
                    lane.expect(size);
                    return builder().build().connect();
                },
                warmed -> {
                    int free = warmed.stats().free();
                    warmed.close();
                    return free;
                });
    }

    private static CompletableFuture<Cursor<Row>> lookup(SqlClient client, Lane lane) {
        int id = lane.draw(World.ROWS);
        lane.expect(World.expected(id));
        return client.execute(World.LOOKUP, id);
    }

    private static long worldSum(Cursor<Row> cursor) {
        Row row = Objects.requireNonNull(cursor.fetchOne());
        return World.sum(row.getInt(0), row.getInt(1));
    }

    private static long number(Cursor<Row> cursor) {
        return Objects.requireNonNull(cursor.fetchOne()).getInt(0);
    }

    @Override
    public void close() {
        if (opened != null) {
            opened.close();
        }
        if (held != null) {
            held.close();
        }
    }
}
