package org.momoko.spring.boot.transaction;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.momoko.api.CursorFactory;
import org.momoko.api.Pool;
import org.momoko.api.RowClient;
import org.momoko.api.SqlClient;

/** A client that finds, for every call, the scope it is made in. A dynamic proxy, so that it cannot lag behind the interface. */
final class ClientInvocations implements InvocationHandler {
    /** A call of a client's method. */
    private interface Call {
        @Nullable
        Object on(SqlClient client) throws Throwable;
    }

    private static final Flow.Subscription NOTHING_TO_COME = new Flow.Subscription() {
        @Override
        public void request(long count) {}

        @Override
        public void cancel() {}
    };

    private final Supplier<Pool> pool;
    private final boolean autocommitOutside;
    private final boolean guardedCallbacks;

    private ClientInvocations(Supplier<Pool> pool, boolean autocommitOutside, boolean guardedCallbacks) {
        this.pool = pool;
        this.autocommitOutside = autocommitOutside;
        this.guardedCallbacks = guardedCallbacks;
    }

    /** @param autocommitOutside whether a statement outside any scope runs for itself instead of failing */
    static TransactionalClient client(Supplier<Pool> pool, boolean autocommitOutside, boolean guardedCallbacks) {
        return proxy(TransactionalClient.class, new ClientInvocations(pool, autocommitOutside, guardedCallbacks));
    }

    private static <C> C proxy(Class<C> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return ofObject(proxy, method, arguments);
        }
        if (method.getReturnType() == RowClient.class && arguments != null) {
            CursorFactory<?> factory = (CursorFactory<?>) Objects.requireNonNull(arguments[0], "cursorFactory");
            return proxy(
                    RowClient.class,
                    (rows, called, given) -> called.getDeclaringClass() == Object.class
                            ? ofObject(rows, called, given)
                            : inScope(called, client -> HandleInvocations.called(client.as(factory), called, given)));
        }
        return inScope(method, client -> HandleInvocations.called(client, method, arguments));
    }

    private @Nullable Object inScope(Method method, Call call) throws Throwable {
        Scope innermost;
        Scope scope;
        try {
            innermost = ThreadScope.current(ScopeGuard.FAR);
            scope = Scope.of(pool.get(), innermost);
            if (scope == null && !autocommitOutside) {
                throw new TransactionScopeException(innermost == null ? Messages.NO_SCOPE : Messages.OTHER_POOL);
            }
        } catch (TransactionScopeException e) {
            return failed(method.getReturnType(), e);
        }
        if (scope == null) {
            return call.on(pool.get());
        }
        Object result = call.on(scope.client());
        return guardedCallbacks && result instanceof CompletableFuture<?> future
                ? ScopedFuture.of(innermost, future)
                : result;
    }

    /** Errors of operations arrive through what the operation returns; only what cannot carry an error is thrown. */
    private static Object failed(Class<?> returned, TransactionScopeException error) {
        if (CompletableFuture.class.isAssignableFrom(returned)) {
            return CompletableFuture.failedFuture(error);
        }
        if (returned == Flow.Publisher.class) {
            return failing(error);
        }
        throw error;
    }

    private static Flow.Publisher<Object> failing(TransactionScopeException error) {
        return subscriber -> {
            subscriber.onSubscribe(NOTHING_TO_COME);
            subscriber.onError(error);
        };
    }

    private Object ofObject(Object proxy, Method method, @Nullable Object @Nullable [] arguments) {
        return switch (method.getName()) {
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "TransactionalClient[" + pool.get().config().name() + "]";
        };
    }
}
