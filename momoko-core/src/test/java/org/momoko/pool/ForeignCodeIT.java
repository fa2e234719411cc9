package org.momoko.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.momoko.pool.PoolBench.get;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.momoko.pool.PoolBench.Transport;
import org.momoko.testing.Await;
import org.momoko.testing.Invariants;

/** What the user's own code, an executor or a factory, cannot do to a pool. */
class ForeignCodeIT {
    @RegisterExtension
    static final Invariants invariants = new Invariants();

    @Test
    void executorThatIsBusyDoesNotKeepConnectionsFromBeingOpened() {
        Queue<Runnable> later = new ConcurrentLinkedQueue<>();
        PoolBench bench = invariants.close(PoolBench.reachable(
                Transport.TCP, b -> b.size(2).executor(later::add).setsession("SET TIME ZONE 'UTC'")));

        bench.pool.connect();

        Await.until("both are open", () -> bench.pool.stats().free() == 2);
    }

    @Test
    void factoryThatThrowsAnErrorCostsNoConnection() {
        PoolBench bench = invariants.close(PoolBench.connected(b -> b.size(1).connectionFactory(plain -> {
            throw new AssertionError("no connection for you");
        })));

        assertThatThrownBy(() -> get(bench.pool.getconn(false))).hasRootCauseInstanceOf(AssertionError.class);

        assertThat(bench.pool.stats().free()).isEqualTo(1);
        assertThat(PoolBench.number(bench.pool, "SELECT 1")).isEqualTo(1);
    }
}
