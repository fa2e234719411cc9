package org.momoko.spring.boot.autoconfigure;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.momoko.api.Pool;

/**
 * The pool that beans hold: it stays the same while the pool behind it is closed and replaced by a fresh one. With
 * {@link PoolStartup#LAZY} the pool behind it is connected by its first use. A dynamic proxy and not a class of forwarding
 * methods, so that it cannot lag behind the interface: a method that is not known to do without connections connects.
 */
final class RestartablePool implements InvocationHandler {
    /** Methods that tell about the pool or end it, and those that need a connection which the pool has handed out. */
    private static final Set<String> WITHOUT_CONNECTIONS = Set.of(
            "connect",
            "stats",
            "totals",
            "holders",
            "transactions",
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

    private final Pool exposed =
            (Pool) Proxy.newProxyInstance(Pool.class.getClassLoader(), new Class<?>[] {Pool.class}, this);
    private volatile @Nullable Behind behind;

    /** The pool that beans hold. */
    Pool exposed() {
        return exposed;
    }

    /** The pool behind it; null before the first. */
    @Nullable
    Pool current() {
        Behind now = behind;
        return now == null ? null : now.pool;
    }

    /**
     * Puts a pool behind it.
     *
     * @param lazy whether it is to be connected by whoever uses it first
     */
    void replace(Pool pool, boolean lazy) {
        behind = new Behind(pool, lazy);
    }

    private static final class Behind {
        private final Pool pool;
        private volatile boolean toBeConnected;

        Behind(Pool pool, boolean lazy) {
            this.pool = pool;
            this.toBeConnected = lazy;
        }

        void used() {
            toBeConnected = false;
            // the statement waits for the first connection; its own future tells when there is none
            pool.connect();
        }
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            switch (method.getName()) {
                case "equals":
                    return arguments != null && proxy == arguments[0];
                case "hashCode":
                    return System.identityHashCode(proxy);
                default:
                    return String.valueOf(current());
            }
        }
        Behind now = behind;
        if (now == null) {
            throw new IllegalStateException("The pool is used before it was made");
        }
        if (now.toBeConnected && !WITHOUT_CONNECTIONS.contains(method.getName())) {
            now.used();
        }
        try {
            return method.invoke(now.pool, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }
}
