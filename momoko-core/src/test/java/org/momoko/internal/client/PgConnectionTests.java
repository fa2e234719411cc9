package org.momoko.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.momoko.api.Connection;
import org.momoko.api.CursorFactory;
import org.momoko.config.PoolConfig;
import org.momoko.config.QueryMode;
import org.momoko.internal.session.Session;
import org.momoko.internal.session.SessionContext;

/** A connection that is given back while a statement is on its way to it. */
class PgConnectionTests {

    private static final class Returned extends PgConnection {
        boolean idleWhenAsked;

        Returned() {
            super(new SessionContext(PoolConfig.builder().build(), QueryMode.AUTO, null, CursorFactory.rows()));
        }

        /** Asked for by a statement: this is when somebody gives the connection back. */
        @Override
        @Nullable
        Session session() {
            idleWhenAsked = idle();
            return null;
        }

        @Override
        public CompletableFuture<Connection> connect() {
            return CompletableFuture.completedFuture(this);
        }

        @Override
        public void close() {}
    }

    @Test
    void statementCountsBeforeItLooksForTheSession() {
        Returned connection = new Returned();

        CompletableFuture<?> refused = connection.execute("SELECT 1");

        assertThat(connection.idleWhenAsked).isFalse();
        assertThat(refused).isCompletedExceptionally();
        assertThat(connection.idle()).isTrue();
    }
}
