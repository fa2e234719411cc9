package org.momoko.benchmarks.peer.r2dbc;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.postgresql.codec.Json;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Readable;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Statement;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
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
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;

/** r2dbc-postgresql with r2dbc-pool, native transport and one event loop. Its statement cache is on by default. */
public final class R2dbcPeer implements Peer {
    private final String[] labels = Batch.labels();
    private @Nullable LoopResources loops;
    private @Nullable PostgresqlConnectionFactory factory;
    private @Nullable ConnectionPool openedPool;
    private @Nullable Connection held;
    private int size;

    @Override
    public void open(Target target, Workload workload, String variant) {
        loops = LoopResources.create("r2dbc", 1, true);
        factory = new PostgresqlConnectionFactory(PostgresqlConnectionConfiguration.builder()
                .host(target.host())
                .port(target.port())
                .database(target.database())
                .username(target.user())
                .password(target.password())
                .loopResources(loops)
                .build());
        size = workload.pool();
        switch (workload.kind()) {
            case CONNECT, WARM16 -> {}
            case SINGLE -> held = factory.create().block();
            default -> {
                openedPool = newPool();
                openedPool.warmup().block();
            }
        }
    }

    private ConnectionPool newPool() {
        return new ConnectionPool(ConnectionPoolConfiguration.builder(Objects.requireNonNull(factory))
                .initialSize(size)
                .maxSize(size)
                .build());
    }

    private static Step step(Lane lane, Supplier<Mono<Long>> operation) {
        return () -> operation.get().subscribe(lane::done, lane::failed);
    }

    /** Runs with a connection of the pool, as the pool's documentation shows it. */
    private Mono<Long> pooled(Function<Connection, Mono<Long>> work) {
        return Mono.usingWhen(Objects.requireNonNull(openedPool).create(), work, Connection::close);
    }

    private static Mono<Long> rows(Statement statement, Function<Readable, Long> sum) {
        return Flux.from(statement.execute()).flatMap(result -> result.map(sum)).reduce(0L, Long::sum);
    }

    private static Mono<Long> affected(Statement statement) {
        return Flux.from(statement.execute()).flatMap(Result::getRowsUpdated).reduce(0L, Long::sum);
    }

    @Override
    public Step one(Lane lane) {
        return step(lane, () -> {
            int value = lane.draw(World.ROWS);
            lane.expect(value);
            return pooled(
                    connection -> rows(connection.createStatement(World.ONE).bind("$1", value), R2dbcPeer::number));
        });
    }

    @Override
    public Step lookup(Lane lane) {
        return step(lane, () -> pooled(connection -> lookup(connection, lane)));
    }

    @Override
    public Step single(Lane lane) {
        Connection connection = Objects.requireNonNull(held);
        return step(lane, () -> lookup(connection, lane));
    }

    private static Mono<Long> lookup(Connection connection, Lane lane) {
        int id = lane.draw(World.ROWS);
        lane.expect(World.expected(id));
        return rows(
                connection.createStatement(World.LOOKUP).bind("$1", id),
                row -> World.sum(integer(row, 0), integer(row, 1)));
    }

    @Override
    public Step fortunes(Lane lane) {
        return step(lane, () -> {
            lane.expect(Fortunes.EXPECTED);
            return pooled(connection -> rows(
                    connection.createStatement(Fortunes.SELECT),
                    row -> Fortunes.sum(integer(row, 0), value(row, 1, String.class))));
        });
    }

    @Override
    public Step queries(Lane lane) {
        return step(
                lane,
                () -> pooled(connection -> Flux.range(0, World.QUERIES)
                        .flatMap(number -> lookup(connection, lane), World.QUERIES)
                        .reduce(0L, Long::sum)));
    }

    @Override
    public Step update(Lane lane) {
        return step(lane, () -> {
            int number = lane.draw(World.ROWS);
            int id = lane.draw(World.ROWS);
            lane.expect(1);
            return pooled(connection -> change(connection, id, number));
        });
    }

    private static Mono<Long> change(Connection connection, int id, int number) {
        return affected(
                connection.createStatement(World.UPDATE).bind("$1", number).bind("$2", id));
    }

    private static Mono<Long> select(Connection connection, int id) {
        return rows(connection.createStatement(World.SELECT_ACCOUNT).bind("$1", id), R2dbcPeer::number);
    }

    @Override
    public Step transaction(Lane lane) {
        return step(lane, () -> {
            int id = lane.draw(World.ROWS);
            int number = lane.draw(World.ROWS);
            lane.expect(number);
            return pooled(connection -> Mono.from(connection.beginTransaction())
                    .then(select(connection, id))
                    .then(change(connection, id, number))
                    .then(select(connection, id))
                    .flatMap(found -> Mono.from(connection.commitTransaction()).thenReturn(found)));
        });
    }

    @Override
    public Step big(Lane lane) {
        return step(lane, () -> {
            lane.expect(BigRows.EXPECTED);
            return pooled(connection -> rows(connection.createStatement(BigRows.SELECT), R2dbcPeer::bigSum));
        });
    }

    private static long bigSum(Readable row) {
        ByteBuffer bytea = value(row, 9, ByteBuffer.class);
        byte[] bytes = new byte[bytea.remaining()];
        bytea.get(bytes);
        return BigRows.sum(
                integer(row, 0),
                value(row, 1, Long.class),
                value(row, 2, String.class),
                value(row, 3, OffsetDateTime.class),
                value(row, 4, BigDecimal.class),
                value(row, 5, Boolean.class),
                value(row, 6, UUID.class),
                value(row, 7, Double.class),
                BigRows.number(value(row, 8, Json.class).asString()),
                bytes);
    }

    @Override
    public Step batch(Lane lane) {
        return step(lane, () -> {
            lane.expect(Batch.ROWS);
            return pooled(connection -> Mono.from(connection.beginTransaction())
                    .then(Mono.defer(() -> affected(inserts(connection))))
                    .flatMap(rows -> Mono.from(connection.commitTransaction()).thenReturn(rows)));
        });
    }

    private Statement inserts(Connection connection) {
        Statement statement = connection.createStatement(Batch.INSERT);
        for (int i = 0; i < Batch.ROWS; i++) {
            if (i > 0) {
                statement.add();
            }
            statement.bind("$1", i).bind("$2", labels[i]).bind("$3", (long) i);
        }
        return statement;
    }

    @Override
    public Step acquire(Lane lane) {
        ConnectionPool pool = Objects.requireNonNull(openedPool);
        AtomicReference<@Nullable Connection> taken = new AtomicReference<>();
        Runnable giveBack =
                () -> Flux.from(Objects.requireNonNull(taken.getPlain()).close())
                        .subscribe(nothing -> {}, lane::failed, () -> lane.done(0));
        return () -> pool.create()
                .subscribe(
                        connection -> {
                            taken.setPlain(connection);
                            lane.later(giveBack);
                        },
                        lane::failed);
    }

    @Override
    public Step connect(Lane lane) {
        return step(
                lane,
                () -> Objects.requireNonNull(factory).create().map(connection -> {
                    connection.close().subscribe();
                    return 0L;
                }));
    }

    @Override
    public Step warm(Lane lane) {
        return step(lane, () -> {
            lane.expect(size);
            ConnectionPool fresh = newPool();
            return fresh.warmup().map(count -> {
                long opened = fresh.getMetrics().orElseThrow().idleSize();
                fresh.disposeLater().subscribe();
                return opened;
            });
        });
    }

    private static long number(Readable row) {
        return integer(row, 0);
    }

    private static int integer(Readable row, int index) {
        return value(row, index, Integer.class);
    }

    private static <T> T value(Readable row, int index, Class<T> type) {
        return Objects.requireNonNull(row.get(index, type));
    }

    @Override
    public void close() {
        if (openedPool != null) {
            openedPool.dispose();
        }
        if (loops != null) {
            loops.dispose();
        }
    }
}
