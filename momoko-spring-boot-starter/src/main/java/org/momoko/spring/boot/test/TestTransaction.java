package org.momoko.spring.boot.test;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.momoko.api.Connection;
import org.momoko.api.CursorFactory;
import org.momoko.api.Pool;
import org.momoko.api.RowClient;
import org.momoko.api.SqlClient;
import org.momoko.api.Transaction;
import org.momoko.api.TransactionOptions;
import org.momoko.api.TransactionStatus;

/**
 * The transaction of one test on one pool, which is never committed. Each statement runs in a savepoint of its own, so
 * that it fails alone, and each transaction of the code under test is a savepoint. They take turns: savepoints that overlap
 * would destroy each other.
 */
final class TestTransaction {
    /**
     * Makes a COMMIT fail that is sent as text: a deferred constraint is checked then. Its name tells the reader why.
     */
    private static final String NEVER_COMMITTED = "CREATE TEMPORARY TABLE momoko_test (one int CONSTRAINT"
            + " \"COMMIT_is_not_possible_in_a_MomokoTest\" UNIQUE DEFERRABLE INITIALLY DEFERRED);"
            + " INSERT INTO momoko_test VALUES (1), (1)";

    private static final Duration LIMIT = Duration.ofSeconds(30);
    /** What still runs when a test is over may end by itself for so long; then it is cancelled. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Pool pool;
    private final Connection real;
    private final Transaction transaction;
    private final Connection exposed;
    private final CompletableFuture<@Nullable Void> testOver;
    private @Nullable CompletableFuture<?> whole;
    private CompletableFuture<?> lastTurn = CompletableFuture.completedFuture(null);

    private TestTransaction(
            Pool pool, Connection real, Transaction transaction, CompletableFuture<@Nullable Void> testOver) {
        this.pool = pool;
        this.real = real;
        this.transaction = transaction;
        this.testOver = testOver;
        this.exposed = Proxies.of(Connection.class, this::invokeOnConnection);
    }

    private static final class RolledBack extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Begins the transaction; waits for it. */
    static TestTransaction begin(Pool pool) {
        CompletableFuture<TestTransaction> begun = new CompletableFuture<>();
        CompletableFuture<@Nullable Void> testOver = new CompletableFuture<>();
        CompletableFuture<?> whole = pool.withConnection(connection -> connection.inTransaction(transaction ->
                transaction.execute(NEVER_COMMITTED).thenCompose(done -> {
                    begun.complete(new TestTransaction(pool, connection, transaction, testOver));
                    return testOver;
                })));
        whole.whenComplete((done, error) -> {
            if (error != null) {
                begun.completeExceptionally(error);
            }
        });
        TestTransaction transaction = await(begun, LIMIT, "The transaction of the test could not be begun");
        transaction.whole = whole;
        return transaction;
    }

    /** Undoes what the test did; waits for it. */
    void rollBack() {
        boolean ended = real.closed() || real.transactionStatus() == TransactionStatus.IDLE;
        testOver.completeExceptionally(new RolledBack());
        CompletableFuture<?> undone = whole;
        if (undone != null) {
            CompletableFuture<?> answered = undone.handle((done, error) -> null);
            try {
                answered.get(GRACE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException stillRunning) {
                real.cancel();
                await(answered, LIMIT, "The transaction of the test could not be rolled back");
            } catch (InterruptedException | ExecutionException e) {
                throw new IllegalStateException("The transaction of the test could not be rolled back", e);
            }
        }
        if (ended) {
            throw new IllegalStateException(
                    "The transaction of the test on the pool " + pool.config().name()
                            + " had ended before the test was over: by a COMMIT or ROLLBACK that was sent as text, or because"
                            + " its connection was lost. Use inTransaction(...), or @Rollback(false)");
        }
    }

    private static <T> T await(CompletableFuture<T> future, Duration limit, String problem) {
        try {
            return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(problem, e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException(problem + " within " + limit.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(problem, e);
        }
    }

    /** What code under test gets when it asks for a connection. */
    Connection connection() {
        return exposed;
    }

    private @Nullable Object invokeOnConnection(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        if (method.getDeclaringClass() == Object.class && method.getName().equals("equals")) {
            return arguments != null && proxy == arguments[0];
        }
        if (method.getDeclaringClass() != Connection.class && method.getDeclaringClass() != Object.class) {
            return invoke(method, arguments);
        }
        return switch (method.getName()) {
            case "close" -> null;
            case "connect" -> CompletableFuture.completedFuture(proxy);
            default -> Proxies.call(real, method, arguments);
        };
    }

    /** Runs a method of {@link SqlClient} or above it. */
    @Nullable
    Object invoke(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        if (method.getName().equals("inTransaction")) {
            @Nullable Object[] plain = withoutOptions(arguments);
            return turn(() -> stage(transaction, method, plain));
        }
        if (method.getReturnType() == RowClient.class && arguments != null) {
            CursorFactory<?> factory = (CursorFactory<?>) arguments[0];
            if (factory != null) {
                return rowClient(factory);
            }
        }
        if (CompletionStage.class.isAssignableFrom(method.getReturnType())) {
            return inSavepoint(nested -> stage(nested, method, arguments));
        }
        return Proxies.call(transaction, method, arguments);
    }

    private RowClient<?> rowClient(CursorFactory<?> factory) {
        return Proxies.of(RowClient.class, (proxy, method, arguments) -> {
            if (method.getDeclaringClass() == Object.class) {
                return Proxies.call(this, method, arguments);
            }
            return inSavepoint(nested -> stage(nested.as(factory), method, arguments));
        });
    }

    /** A savepoint takes the characteristics of the transaction around it. */
    private static @Nullable Object[] withoutOptions(@Nullable Object @Nullable [] arguments) {
        @Nullable Object[] plain = arguments == null ? new @Nullable Object[0] : arguments.clone();
        Arrays.setAll(
                plain, index -> plain[index] instanceof TransactionOptions ? TransactionOptions.DEFAULT : plain[index]);
        return plain;
    }

    private static CompletionStage<?> stage(Object target, Method method, @Nullable Object @Nullable [] arguments) {
        try {
            Object stage = Proxies.call(target, method, arguments);
            return stage == null
                    ? CompletableFuture.failedFuture(new NullPointerException(method.getName() + " returned null"))
                    : (CompletionStage<?>) stage;
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<?> inSavepoint(Function<? super SqlClient, ? extends CompletionStage<?>> statement) {
        return turn(() ->
                transaction.inTransaction(nested -> statement.apply(nested).thenApply(value -> (Object) value)));
    }

    private interface Work {
        CompletionStage<?> run();
    }

    /** Runs the work when everything before it is over. */
    private CompletableFuture<?> turn(Work work) {
        CompletableFuture<@Nullable Void> over = new CompletableFuture<>();
        CompletableFuture<?> before;
        synchronized (this) {
            before = lastTurn;
            lastTurn = over;
        }
        Turn turn = new Turn(work, over);
        before.whenComplete((done, error) -> turn.begin());
        turn.limitWait(pool.config().acquireTimeout());
        return turn;
    }

    /** One piece of work, and the future that its caller gets. */
    private static final class Turn extends CompletableFuture<@Nullable Object> {
        private final Work work;
        private final CompletableFuture<@Nullable Void> over;
        private @Nullable CompletionStage<?> running;

        Turn(Work work, CompletableFuture<@Nullable Void> over) {
            this.work = work;
            this.over = over;
        }

        void begin() {
            CompletionStage<?> stage;
            synchronized (this) {
                if (isDone()) {
                    over.complete(null);
                    return;
                }
                stage = work.run();
                running = stage;
            }
            stage.whenComplete((value, error) -> {
                over.complete(null);
                if (error == null) {
                    complete(value);
                } else {
                    completeExceptionally(
                            error instanceof CompletionException && error.getCause() != null
                                    ? error.getCause()
                                    : error);
                }
            });
        }

        /** As a pool limits the wait for a connection: whoever waits for himself would wait for ever. */
        void limitWait(Duration limit) {
            if (limit.isZero()) {
                return;
            }
            CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS, Runnable::run)
                    .execute(() -> {
                        synchronized (this) {
                            if (running == null && !isDone()) {
                                completeExceptionally(
                                        new IllegalStateException(
                                                "Another statement or transaction of the test still"
                                                        + " ran after " + limit.toMillis()
                                                        + " ms. In a @MomokoTest everything on a pool takes turns;"
                                                        + " does the body of a transaction wait for the pool instead of its transaction?"));
                            }
                        }
                    });
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            boolean cancelled = super.cancel(mayInterruptIfRunning);
            CompletionStage<?> begun;
            synchronized (this) {
                begun = running;
            }
            if (cancelled && begun != null) {
                begun.toCompletableFuture().cancel(mayInterruptIfRunning);
            }
            return cancelled;
        }
    }
}
