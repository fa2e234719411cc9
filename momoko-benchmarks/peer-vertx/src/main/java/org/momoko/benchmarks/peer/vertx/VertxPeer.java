package org.momoko.benchmarks.peer.vertx;

import io.vertx.core.Completable;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.momoko.benchmarks.data.Batch;
import org.momoko.benchmarks.data.BigRows;
import org.momoko.benchmarks.data.Fortunes;
import org.momoko.benchmarks.data.World;
import org.momoko.benchmarks.harness.Lane;
import org.momoko.benchmarks.harness.Peer;
import org.momoko.benchmarks.harness.Step;
import org.momoko.benchmarks.harness.Target;
import org.momoko.benchmarks.harness.Workload;

/**
 * vertx-pg-client with cached prepared statements, native transport and one event loop, on which everything starts.
 * Variants: {@code pool}, where each statement has a connection for itself; {@code client}, the pipelined pooled client.
 */
public final class VertxPeer implements Peer {
    private static final int PIPELINING = 256;

    private final String[] labels = Batch.labels();
    private @Nullable Vertx vertx;
    private @Nullable Context context;
    private @Nullable PgConnectOptions options;
    private @Nullable Pool openedPool;
    private @Nullable SqlClient openedClient;
    private int size;

    @Override
    public void open(Target target, Workload workload, String variant) throws Exception {
        vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
        context = vertx.getOrCreateContext();
        options = new PgConnectOptions()
                .setHost(target.host())
                .setPort(target.port())
                .setDatabase(target.database())
                .setUser(target.user())
                .setPassword(target.password())
                .setCachePreparedStatements(true)
                .setPipeliningLimit(PIPELINING);
        size = workload.pool();
        boolean pipelined = variant.equals("client");
        switch (workload.kind()) {
            case CONNECT, WARM16 -> {}
            case SINGLE, PIPELINE1 -> {
                if (pipelined) {
                    openedClient = client();
                } else {
                    openedClient = PgConnection.connect(vertx, options)
                            .toCompletionStage()
                            .toCompletableFuture()
                            .get(10, TimeUnit.SECONDS);
                }
            }
            default -> {
                if (pipelined) {
                    openedClient = client();
                } else {
                    openedPool = newPool();
                    openedClient = openedPool;
                }
            }
        }
    }

    private SqlClient client() {
        return PgBuilder.client()
                .with(new PoolOptions().setMaxSize(size))
                .connectingTo(options)
                .using(vertx)
                .build();
    }

    private Pool newPool() {
        return PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(size))
                .connectingTo(options)
                .using(vertx)
                .build();
    }

    private SqlClient client(@Nullable SqlClient opened) {
        return Objects.requireNonNull(opened);
    }

    /** For what needs a connection for itself, which the pipelined client does not give. */
    private Pool pool() {
        if (openedPool == null) {
            throw new UnsupportedOperationException("the pipelined client hands out no connections");
        }
        return openedPool;
    }

    @Override
    public Executor starter() {
        Context on = Objects.requireNonNull(context);
        return start -> on.runOnContext(ignored -> start.run());
    }

    private static <T> Step step(Lane lane, Supplier<Future<T>> operation, ToLongFunction<T> sum) {
        Completable<T> end = (result, error) -> {
            if (error != null) {
                lane.failed(error);
            } else {
                lane.done(sum.applyAsLong(result));
            }
        };
        return () -> operation.get().onComplete(end);
    }

    @Override
    public Step one(Lane lane) {
        PreparedQuery<RowSet<Row>> query = client(openedClient).preparedQuery(World.ONE);
        return step(
                lane,
                () -> {
                    int value = lane.draw(World.ROWS);
                    lane.expect(value);
                    return query.execute(Tuple.of(value));
                },
                VertxPeer::number);
    }

    @Override
    public Step lookup(Lane lane) {
        PreparedQuery<RowSet<Row>> query = client(openedClient).preparedQuery(World.LOOKUP);
        return step(lane, () -> lookup(query, lane), VertxPeer::worldSum);
    }

    @Override
    public Step single(Lane lane) {
        return lookup(lane);
    }

    @Override
    public Step fortunes(Lane lane) {
        PreparedQuery<RowSet<Row>> query = client(openedClient).preparedQuery(Fortunes.SELECT);
        return step(
                lane,
                () -> {
                    lane.expect(Fortunes.EXPECTED);
                    return query.execute();
                },
                rows -> {
                    long sum = 0;
                    for (Row row : rows) {
                        sum += Fortunes.sum(row.getInteger(0), row.getString(1));
                    }
                    return sum;
                });
    }

    @Override
    public Step queries(Lane lane) {
        Pool pool = openedPool;
        return step(
                lane,
                () -> pool == null
                        ? lookups(client(openedClient), lane)
                        : pool.withConnection(connection -> lookups(connection, lane)),
                found -> {
                    long sum = 0;
                    for (Future<RowSet<Row>> each : found) {
                        sum += worldSum(each.result());
                    }
                    return sum;
                });
    }

    private static Future<List<Future<RowSet<Row>>>> lookups(SqlClient client, Lane lane) {
        PreparedQuery<RowSet<Row>> query = client.preparedQuery(World.LOOKUP);
        List<Future<RowSet<Row>>> all = new ArrayList<>(World.QUERIES);
        for (int i = 0; i < World.QUERIES; i++) {
            all.add(lookup(query, lane));
        }
        return Future.all(all).map(all);
    }

    @Override
    public Step mixed(Lane lane) {
        PreparedQuery<RowSet<Row>> query = client(openedClient).preparedQuery(World.SLOW);
        Step quick = lookup(lane);
        Step slow = step(
                lane,
                () -> {
                    lane.expect(World.ROWS);
                    return query.execute();
                },
                VertxPeer::number);
        return () -> (lane.drawSlow() ? slow : quick).start();
    }

    @Override
    public Step mixedAlike(Lane lane) {
        PreparedQuery<RowSet<Row>> query = client(openedClient).preparedQuery(World.DELAYED_LOOKUP);
        return step(
                lane,
                () -> {
                    int id = lane.draw(World.ROWS);
                    lane.expect(World.expected(id));
                    return query.execute(Tuple.of(id, lane.drawSlow() ? World.DELAY_SECONDS : 0.0));
                },
                VertxPeer::worldSum);
    }

    @Override
    public Step update(Lane lane) {
        PreparedQuery<RowSet<Row>> query = client(openedClient).preparedQuery(World.UPDATE);
        return step(
                lane,
                () -> {
                    lane.expect(1);
                    return query.execute(Tuple.of(lane.draw(World.ROWS), lane.draw(World.ROWS)));
                },
                RowSet::rowCount);
    }

    @Override
    public Step transaction(Lane lane) {
        Pool pool = pool();
        return step(
                lane,
                () -> {
                    int id = lane.draw(World.ROWS);
                    int number = lane.draw(World.ROWS);
                    lane.expect(number);
                    return pool.withTransaction(connection -> changeAccount(connection, id, number));
                },
                VertxPeer::number);
    }

    private static Future<RowSet<Row>> changeAccount(SqlConnection connection, int id, int number) {
        PreparedQuery<RowSet<Row>> select = connection.preparedQuery(World.SELECT_ACCOUNT);
        return select.execute(Tuple.of(id))
                .compose(before -> {
                    number(before);
                    return connection.preparedQuery(World.UPDATE).execute(Tuple.of(number, id));
                })
                .compose(updated -> select.execute(Tuple.of(id)));
    }

    @Override
    public Step big(Lane lane) {
        PreparedQuery<RowSet<Row>> query = client(openedClient).preparedQuery(BigRows.SELECT);
        return step(
                lane,
                () -> {
                    lane.expect(BigRows.EXPECTED);
                    return query.execute();
                },
                rows -> {
                    long sum = 0;
                    for (Row row : rows) {
                        sum += bigSum(row);
                    }
                    return sum;
                });
    }

    private static long bigSum(Row row) {
        return BigRows.sum(
                row.getInteger(0),
                row.getLong(1),
                row.getString(2),
                row.getOffsetDateTime(3),
                row.getBigDecimal(4),
                row.getBoolean(5),
                row.getUUID(6),
                row.getDouble(7),
                row.getJsonObject(8).getInteger("k"),
                row.getBuffer(9).getBytes());
    }

    @Override
    public Step batch(Lane lane) {
        Pool pool = pool();
        return step(
                lane,
                () -> {
                    lane.expect(Batch.ROWS);
                    return pool.withTransaction(
                            connection -> connection.preparedQuery(Batch.INSERT).executeBatch(rows()));
                },
                inserted -> {
                    long rows = 0;
                    for (RowSet<Row> each = inserted; each != null; each = each.next()) {
                        rows += each.rowCount();
                    }
                    return rows;
                });
    }

    private List<Tuple> rows() {
        List<Tuple> rows = new ArrayList<>(Batch.ROWS);
        for (int i = 0; i < Batch.ROWS; i++) {
            rows.add(Tuple.of(i, labels[i], (long) i));
        }
        return rows;
    }

    @Override
    public Step acquire(Lane lane) {
        Pool pool = pool();
        AtomicReference<@Nullable SqlConnection> taken = new AtomicReference<>();
        Runnable giveBack = () -> {
            Objects.requireNonNull(taken.getPlain()).close();
            lane.done(0);
        };
        Completable<SqlConnection> end = (connection, error) -> {
            if (error != null) {
                lane.failed(error);
            } else {
                taken.setPlain(connection);
                lane.later(giveBack);
            }
        };
        return () -> pool.getConnection().onComplete(end);
    }

    @Override
    public Step connect(Lane lane) {
        return step(lane, () -> PgConnection.connect(vertx, options), connection -> {
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
                    Pool fresh = newPool();
                    List<Future<SqlConnection>> all = new ArrayList<>(size);
                    for (int i = 0; i < size; i++) {
                        all.add(fresh.getConnection());
                    }
                    return Future.all(all).map(done -> {
                        fresh.close();
                        return done.size();
                    });
                },
                Integer::longValue);
    }

    private static Future<RowSet<Row>> lookup(PreparedQuery<RowSet<Row>> query, Lane lane) {
        int id = lane.draw(World.ROWS);
        lane.expect(World.expected(id));
        return query.execute(Tuple.of(id));
    }

    private static long worldSum(RowSet<Row> rows) {
        Row row = rows.iterator().next();
        return World.sum(row.getInteger(0), row.getInteger(1));
    }

    private static long number(RowSet<Row> rows) {
        return rows.iterator().next().getInteger(0);
    }

    @Override
    public void close() {
        if (openedClient != null) {
            openedClient.close();
        }
        if (vertx != null) {
            vertx.close();
        }
    }
}
