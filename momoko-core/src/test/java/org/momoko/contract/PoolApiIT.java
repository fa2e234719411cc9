package org.momoko.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.momoko.contract.Sessions.failure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.momoko.Momoko;
import org.momoko.PoolBuilder;
import org.momoko.api.Connection;
import org.momoko.api.ManagedConnection;
import org.momoko.api.Pool;
import org.momoko.api.Query;
import org.momoko.error.ConnectException;
import org.momoko.error.DatabaseException;
import org.momoko.error.DatabaseNotAvailableException;
import org.momoko.error.OperationalException;
import org.momoko.error.ParameterException;
import org.momoko.error.PartiallyConnectedException;
import org.momoko.error.PoolClosedException;
import org.momoko.error.PoolException;
import org.momoko.error.ProgrammingException;
import org.momoko.testing.Await;
import org.momoko.testing.Contract;
import org.momoko.testing.Invariants;
import org.momoko.testing.PostgresServer;
import org.momoko.testing.TcpProxy;
import org.momoko.testing.TestMode;

/** The members of a pool, one by one. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PoolApiIT {
    private static final PostgresServer SERVER = PostgresServer.shared();

    @RegisterExtension
    static final Invariants invariants = new Invariants();

    private static Pool pool(PoolBuilder builder) {
        Pool pool = builder.build();
        invariants.close(() -> {
            if (!pool.closed()) {
                pool.close();
            }
        });
        return pool;
    }

    private static Pool connected(PoolBuilder builder) {
        return pool(builder).connect().join();
    }

    private static Object value(Pool pool, String sql) {
        return pool.execute(sql).join().fetchOne().get(0);
    }

    @Contract({
        "1.2 size, max_size, dsn",
        "1.2 conns",
        "1.2 server_version",
        "1.2 connected",
        "1.2 closed",
        "1.2 close",
        "1.2 before connect"
    })
    @Test
    void stateOfAPoolCanBeReadAtAnyTime() {
        Pool pool = pool(TestMode.pool(SERVER).size(2).maxSize(5));
        assertThat(pool.config().size()).isEqualTo(2);
        assertThat(pool.config().maxSize()).isEqualTo(5);
        assertThat(pool.connected()).isFalse();
        assertThat(pool.closed()).isFalse();
        assertThat(pool.serverVersion()).isEmpty();
        assertThat(failure(pool.execute("SELECT 1")))
                .isInstanceOf(PoolException.class)
                .hasMessageContaining("connect");

        pool.connect().join();
        assertThat(pool.connected()).isTrue();
        assertThat(pool.serverVersion()).hasValue(SERVER.serverVersion());
        assertThat(pool.stats()).hasToString("2 free, 0 busy, 0 dead, 0 pending, 0 waiting");
        assertThat(pool.toString()).contains("2 free, 0 busy, 0 dead, 0 pending, 0 waiting");

        pool.close();
        assertThat(pool.closed()).isTrue();
        assertThat(pool.connected()).isFalse();
        assertThatThrownBy(pool::close).isInstanceOf(PoolClosedException.class);
        assertThat(failure(pool.execute("SELECT 1"))).isInstanceOf(PoolClosedException.class);
        assertThat(failure(pool.getconn())).isInstanceOf(PoolClosedException.class);
    }

    @Contract({"1.2 connect", "2 Pool.test_connect"})
    @Test
    void secondConnectIsTheFirst() {
        Pool pool = pool(TestMode.pool(SERVER).size(2));
        CompletableFuture<Pool> first = pool.connect();

        assertThat(first.join()).isSameAs(pool);
        assertThat(pool.connect().join()).isSameAs(pool);
        assertThat(pool.stats().total()).isEqualTo(2);
    }

    @Contract("1.3 momoko.connect")
    @Test
    void connectBuildsAndConnectsInOneCall() {
        Connection connection = Momoko.connect(TestMode.dsn(SERVER)).join();

        assertThat(connection.closed()).isFalse();
        connection.close();
    }

    @Contract("1.1 ioloop")
    @Test
    void threadsOfAPoolEndWithIt() {
        Pool pool = connected(TestMode.pool(SERVER).name("ends").size(2));
        assertThat(threads("momoko-ends-")).isPositive();

        pool.close();

        Await.until("no thread of the pool is left", () -> threads("momoko-ends-") == 0);
    }

    private static long threads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(prefix))
                .count();
    }

    @Contract({"1.1 raise_connect_errors", "1.3 PartiallyConnectedError", "1.3 PoolError"})
    @Test
    void connectComplainsOnlyIfAskedTo() {
        String nowhere = SERVER.dsn("port=1 host=127.0.0.127");

        PartiallyConnectedException complaint = (PartiallyConnectedException)
                failure(pool(Momoko.pool(nowhere).size(2)).connect());
        assertThat(complaint).isInstanceOf(PoolException.class).isNotInstanceOf(DatabaseException.class);
        assertThat(complaint).hasMessageStartingWith("2 connection(s) failed to connect");
        assertThat(complaint.causes()).hasSize(2).allMatch(ConnectException.class::isInstance);

        Pool content = connected(Momoko.pool(nowhere).size(2).raiseConnectErrors(false));
        assertThat(content.stats().dead()).isEqualTo(2);
        assertThat(content.connected()).isFalse();
    }

    @Contract({"1.3 DatabaseNotAvailable", "1.5 reconnect fails"})
    @Test
    void everyCallerGetsAnErrorOfItsOwnWithItsCause() {
        Pool pool = connected(Momoko.pool(SERVER.dsn("port=1 host=127.0.0.127")).raiseConnectErrors(false));

        Throwable first = failure(pool.getconn());
        Throwable second = failure(pool.getconn());

        assertThat(first)
                .isInstanceOf(DatabaseNotAvailableException.class)
                .isInstanceOf(OperationalException.class)
                .hasCauseInstanceOf(ConnectException.class)
                .cause()
                .hasMessageContaining("127.0.0.127:1");
        assertThat(second).isInstanceOf(DatabaseNotAvailableException.class).isNotSameAs(first);
    }

    @Contract({"1.2 getconn(ping=False)", "S16"})
    @Test
    void connectionThatDiesInItsHoldersHandsFailsWithoutRetry() {
        try (TcpProxy proxy = TestMode.proxy(SERVER)) {
            Pool pool = connected(TestMode.pool(SERVER, proxy.dsn(), "sslmode=disable"));
            Connection connection = pool.getconn(false).join();
            proxy.cutAll();
            Await.until("the cut is seen", connection::closed);

            assertThat(failure(connection.execute("SELECT 1"))).isInstanceOf(org.momoko.error.InterfaceException.class);
            pool.putconn(connection);
            assertThat(value(pool, "SELECT 1")).isEqualTo(1);
            pool.close();
        }
    }

    @Contract({"1.2 manage", "2 PoolData.test_getconn_manage"})
    @Test
    void managedConnectionGoesBackAtTheEndOfTheBlock() {
        Pool pool = connected(TestMode.pool(SERVER));
        Connection taken = pool.getconn().join();

        assertThatThrownBy(() -> {
                    try (ManagedConnection managed = pool.manage(taken)) {
                        assertThat(managed.connection()).isSameAs(taken);
                        throw new IllegalStateException("in the block");
                    }
                })
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("in the block");
        assertThat(pool.stats().free()).isEqualTo(1);
        assertThatThrownBy(() -> pool.manage(taken)).isInstanceOf(IllegalStateException.class);
    }

    @Contract({"1.2 withConnection", "1.6.6"})
    @Test
    void lentConnectionGoesBackWhenTheStageEnds() {
        Pool pool = connected(TestMode.pool(SERVER));
        CompletableFuture<String> end = new CompletableFuture<>();

        CompletableFuture<String> result = pool.withConnection(connection -> end);
        Await.until("lent", () -> pool.stats().busy() == 1);
        end.complete("done");
        assertThat(result.join()).isEqualTo("done");
        assertThat(pool.stats().free()).isEqualTo(1);

        assertThat(failure(pool.withConnection(connection -> {
                    throw new IllegalArgumentException("of the body");
                })))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(failure(pool.execute("SELECT %s %s", 1))).isInstanceOf(ParameterException.class);
        assertThat(failure(pool.execute("SELECT %s", new Object()))).isInstanceOf(ProgrammingException.class);
        assertThat(pool.stats().free()).isEqualTo(1);
    }

    @Contract({"1.2 ping", "1.2 mogrify", "1.2 transaction", "2 PoolData", "2 PoolData.test_mogrify", "2 test_ping"})
    @Test
    void poolRunsWhatAConnectionRuns() {
        Pool pool = connected(TestMode.pool(SERVER));

        assertThat(pool.ping().join().fetchOne().getInt("ping")).isEqualTo(1);
        assertThat(pool.mogrify("SELECT %s", "O'Reilly").join()).isEqualTo("SELECT 'O''Reilly'");
        assertThat(pool.mogrify("SELECT :name", Map.of("name", 1)).join()).isEqualTo("SELECT 1");
        assertThat(failure(pool.mogrify("%(foos;", 1))).isInstanceOf(ProgrammingException.class);
        assertThat(pool.transaction(Query.of("SELECT 1"), Query.of("SELECT %s", 2))
                        .join())
                .extracting(cursor -> cursor.fetchOne().getInt(0))
                .containsExactly(1, 2);
        assertThat(pool.stats().busy()).isZero();
    }

    @Contract({"1.2 register_hstore", "S33", "3.4 hstore"})
    @Test
    void hstoreIsAMapInThePoolThatRegisteredItAndInNoOther() {
        SERVER.admin("CREATE EXTENSION IF NOT EXISTS hstore");
        try {
            Pool maps = connected(TestMode.pool(SERVER).maxSize(3));
            Pool texts = connected(TestMode.pool(SERVER));
            maps.registerHstore().join();

            String sql = "SELECT 'a=>1'::hstore";
            for (int time = 1; time <= 3; time++) {
                assertThat(value(maps, sql)).isEqualTo(Map.of("a", "1"));
                assertThat(value(texts, sql)).isEqualTo("\"a\"=>\"1\"");
            }
            List<Connection> later = List.of(
                    maps.getconn().join(), maps.getconn().join(), maps.getconn().join());
            for (Connection connection : later) {
                assertThat(connection.execute(sql).join().fetchOne().get(0)).isEqualTo(Map.of("a", "1"));
                maps.putconn(connection);
            }
        } finally {
            SERVER.admin("DROP EXTENSION hstore");
        }
    }

    @Contract({"1.2 getconn", "1.4 burst"})
    @Test
    void burstOpensAsManyConnectionsAsItNeeds() throws Exception {
        Pool pool = connected(TestMode.pool(SERVER).size(1).maxSize(4));
        List<CompletableFuture<Connection>> asked = List.of(pool.getconn(), pool.getconn(), pool.getconn());

        for (CompletableFuture<Connection> connection : asked) {
            pool.putconn(connection.get(10, TimeUnit.SECONDS));
        }
        assertThat(pool.stats().total()).isEqualTo(3);
    }

    @Contract("1.1 shrink_period")
    @Test
    void sweepComesOncePerPeriod() {
        Pool rarely = connected(TestMode.pool(SERVER)
                .maxSize(2)
                .autoShrink(true)
                .shrinkDelay(Duration.ofMillis(1))
                .shrinkPeriod(Duration.ofHours(1)));
        Pool often = connected(TestMode.pool(SERVER)
                .maxSize(2)
                .autoShrink(true)
                .shrinkDelay(Duration.ofMillis(1))
                .shrinkPeriod(Duration.ofMillis(20)));
        for (Pool pool : List.of(rarely, often)) {
            List<Connection> both =
                    List.of(pool.getconn().join(), pool.getconn().join());
            both.forEach(pool::putconn);
        }

        Await.until("the surplus is closed", () -> often.stats().total() == 1);
        assertThat(rarely.stats().total()).isEqualTo(2);
    }
}
