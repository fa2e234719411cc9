package org.momoko.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.momoko.api.CursorFactory;
import org.momoko.api.Row;
import org.momoko.config.ConnectConfig;
import org.momoko.config.PoolConfig;
import org.momoko.config.QueryMode;
import org.momoko.config.RetryPolicy;
import org.momoko.error.OperationalException;
import org.momoko.error.ParameterException;
import org.momoko.internal.session.Exchange;
import org.momoko.internal.session.SessionContext;
import org.momoko.internal.sql.ArgumentStyle;
import org.momoko.internal.sql.ParsedSql;
import org.momoko.internal.transport.EventLoops;

/** Which statements of which nothing was sent go to another connection. */
class PooledQueryTests {
    private final PoolConfig config = PoolConfig.builder().build();
    private final EventLoops loops = new EventLoops("retry", 1);
    private final SessionContext context = new SessionContext(config, QueryMode.AUTO, null, CursorFactory.rows());
    private final SessionPool pool = new SessionPool(
            config,
            ConnectConfig.builder().host("/nowhere").user("app").database("app").build(),
            RetryPolicy.SAFE,
            context,
            loops,
            null);

    private PooledQuery<Row> query() {
        ParsedSql sql = ParsedSql.parse("SELECT 1", ArgumentStyle.NONE);
        return new PooledQuery<>(
                pool, sql, new @Nullable Object[0], CursorFactory.rows(), null, Exchange.NO_DEADLINE, false);
    }

    @AfterEach
    void endLoops() {
        loops.shutdown();
    }

    @Test
    void connectionWasLost() {
        assertThat(query().retry(new OperationalException("lost", null, null, true)))
                .isTrue();
    }

    @Test
    void notThoseWithAParameterThatNoConnectionTakes() {
        assertThat(query().retry(new ParameterException("NUL"))).isFalse();
    }
}
