package org.momoko.spring.boot.test;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.momoko.api.Connection;
import org.momoko.api.ManagedConnection;
import org.momoko.api.Pool;

/**
 * A pool in front of the real one. While a test runs, what it is asked for happens in the test's transaction; before and
 * after, in the real pool. A dynamic proxy, so that it cannot lag behind the interface.
 */
final class TestPool implements InvocationHandler {
    private final Pool pool;
    private final Pool exposed;
    private volatile @Nullable TestTransaction transaction;

    TestPool(Pool pool) {
        this.pool = pool;
        this.exposed = Proxies.of(Pool.class, this);
    }

    /** What the beans get. */
    Pool exposed() {
        return exposed;
    }

    void begin() {
        transaction = TestTransaction.begin(pool);
    }

    void rollBack() {
        TestTransaction ending = transaction;
        if (ending != null) {
            transaction = null;
            ending.rollBack();
        }
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        if (method.getDeclaringClass() == Object.class && method.getName().equals("equals")) {
            return arguments != null && proxy == arguments[0];
        }
        TestTransaction now = transaction;
        if (now == null || method.getDeclaringClass() == Object.class) {
            return Proxies.call(pool, method, arguments);
        }
        if (method.getDeclaringClass() != Pool.class) {
            return now.invoke(method, arguments);
        }
        return switch (method.getName()) {
            case "getconn" -> CompletableFuture.completedFuture(now.connection());
            case "putconn" -> null;
            case "manage" -> managed((Connection) argument(arguments));
            case "withConnection" -> body(argument(arguments)).apply(now.connection());
            case "mogrify" -> mogrified(now, method, arguments);
            default -> Proxies.call(pool, method, arguments);
        };
    }

    private static Object argument(@Nullable Object @Nullable [] arguments) {
        if (arguments == null || arguments[0] == null) {
            throw new NullPointerException("the argument is null");
        }
        return arguments[0];
    }

    @SuppressWarnings("unchecked") // as Pool declares it
    private static Function<? super Connection, ? extends CompletionStage<?>> body(Object argument) {
        return (Function<? super Connection, ? extends CompletionStage<?>>) argument;
    }

    private static ManagedConnection managed(Connection connection) {
        return new ManagedConnection() {
            @Override
            public Connection connection() {
                return connection;
            }

            @Override
            public void close() {}
        };
    }

    /** The pool's method takes what the connection's takes, and tells in a future what that returns. */
    private static CompletableFuture<@Nullable Object> mogrified(
            TestTransaction now, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        Method ofConnection = Connection.class.getMethod(method.getName(), method.getParameterTypes());
        try {
            return CompletableFuture.completedFuture(Proxies.call(now.connection(), ofConnection, arguments));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
