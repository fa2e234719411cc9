package org.momoko.spring.boot.autoconfigure;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.momoko.api.Pool;

/**
 * Connects a pool by its first use. A dynamic proxy and not a class of forwarding methods, so that it cannot lag behind
 * the interface: a method that is not known to do without connections connects.
 */
final class LazyPool implements InvocationHandler {
    /** Methods that tell about the pool or end it, and those that need a connection which the pool has handed out. */
    private static final Set<String> WITHOUT_CONNECTIONS = Set.of(
            "connect",
            "stats",
            "totals",
            "holders",
            "evict",
            "config",
            "connected",
            "closed",
            "serverVersion",
            "registerJson",
            "putconn",
            "manage",
            "close",
            "closeGracefully");

    private final Pool pool;
    private volatile @Nullable CompletableFuture<Pool> connecting;

    private LazyPool(Pool pool) {
        this.pool = pool;
    }

    /** The pool, to be connected by whoever uses it first. */
    static Pool of(Pool pool) {
        return (Pool)
                Proxy.newProxyInstance(Pool.class.getClassLoader(), new Class<?>[] {Pool.class}, new LazyPool(pool));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        if (method.getName().equals("equals") && method.getDeclaringClass() == Object.class) {
            return arguments != null && proxy == arguments[0];
        }
        if (connecting == null
                && method.getDeclaringClass() != Object.class
                && !WITHOUT_CONNECTIONS.contains(method.getName())) {
            // the statement waits for the first connection; its own future tells when there is none
            connecting = pool.connect();
        }
        try {
            return method.invoke(pool, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }
}
