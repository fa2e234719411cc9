package org.momoko.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.momoko.api.Connection;
import org.momoko.api.Cursor;
import org.momoko.api.Row;
import org.momoko.testing.Invariants;
import org.momoko.testing.TestMode;

/** Who gives a statement up may go on with its connection at once, in a stage of the very future. */
class GivenUpIT {
    private static final String SLEEP = "SELECT pg_sleep(%s)";

    @RegisterExtension
    static final Invariants invariants = new Invariants();

    enum Way {
        CANCEL(future -> future.cancel(false)),
        OR_TIMEOUT(future -> future.orTimeout(100, TimeUnit.MILLISECONDS)),
        COMPLETE(future -> future.completeExceptionally(new TimeoutException())),
        OBTRUDE(future -> future.obtrudeException(new TimeoutException()));

        private final Consumer<CompletableFuture<?>> giveUp;

        Way(Consumer<CompletableFuture<?>> giveUp) {
            this.giveUp = giveUp;
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatFollowsNeedNotWaitForIt(Way way) {
        Connection connection = invariants.close(Sessions.open(TestMode.queryMode()));
        // behind a text that is known, others are sent at once
        Sessions.run(connection, SLEEP, 0);
        Sessions.run(connection, SLEEP, 0);
        CompletableFuture<Cursor<Row>> asleep = connection.execute(SLEEP, 60);
        CompletableFuture<Integer> next = asleep.handle((cursor, error) -> error)
                .thenCompose(error -> connection.execute("SELECT 1"))
                .thenApply(cursor -> cursor.fetchOne().getInt(0));

        way.giveUp.accept(asleep);

        assertThat(next).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo(1);
    }
}
