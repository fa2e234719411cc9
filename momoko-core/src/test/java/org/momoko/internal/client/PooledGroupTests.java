package org.momoko.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.momoko.api.Cursor;
import org.momoko.api.CursorFactory;
import org.momoko.api.Query;
import org.momoko.api.Row;
import org.momoko.config.ConnectConfig;
import org.momoko.config.PoolConfig;
import org.momoko.config.QueryMode;
import org.momoko.config.RetryPolicy;
import org.momoko.error.OperationalException;
import org.momoko.error.ParameterException;
import org.momoko.event.PoolListener;
import org.momoko.event.TransactionOutcome;
import org.momoko.internal.session.SessionContext;
import org.momoko.internal.transport.EventLoops;

/** Which lists of which nothing was sent go to another connection. */
class PooledGroupTests {
    private static final OperationalException LOST = new OperationalException("lost", null, null, true);

    private final PoolConfig config = PoolConfig.builder().build();
    private final EventLoops loops = new EventLoops("retry", 1);
    private final SessionContext context = new SessionContext(config, QueryMode.AUTO, null, CursorFactory.rows());
    private final List<TransactionOutcome> outcomes = new ArrayList<>();

    private PgPool pool(RetryPolicy policy) {
        ConnectConfig nowhere = ConnectConfig.builder()
                .host("/nowhere")
                .user("app")
                .database("app")
                .build();
        return new PgPool(config, nowhere, policy, connection -> connection, context, loops, new PoolListener() {
            @Override
            public void transactionEnded(TransactionOutcome outcome, long nanos, int statements) {
                outcomes.add(outcome);
            }
        });
    }

    private PooledGroup<List<Cursor<Row>>> list(PgPool pool) {
        Query[] queries = {Query.of("SELECT 1"), Query.of("SELECT 2")};
        return new PooledGroup<>(
                pool, Objects.requireNonNull(QueryList.of(context, queries, CursorFactory.rows()), "one flight"));
    }

    @AfterEach
    void endLoops() {
        loops.shutdown();
    }

    @Test
    void connectionWasLost() {
        assertThat(list(pool(RetryPolicy.SAFE)).retry(LOST)).isTrue();

        assertThat(outcomes).isEmpty();
    }

    @Test
    void givenUpMeanwhileItDoesNotWait() {
        PgPool pool = pool(RetryPolicy.SAFE);
        PooledGroup<?> list = list(pool);
        list.cancel(false);

        assertThat(list.retry(LOST)).isTrue();

        assertThat(pool.stats().waiting()).isZero();
    }

    @Test
    void notWithoutRetrying() {
        assertThat(list(pool(RetryPolicy.NONE)).retry(LOST)).isFalse();

        assertThat(outcomes).containsExactly(TransactionOutcome.ROLLED_BACK);
    }

    @Test
    void notThoseWithAParameterThatNoConnectionTakes() {
        assertThat(list(pool(RetryPolicy.SAFE)).retry(new ParameterException("NUL")))
                .isFalse();

        assertThat(outcomes).containsExactly(TransactionOutcome.ROLLED_BACK);
    }
}
