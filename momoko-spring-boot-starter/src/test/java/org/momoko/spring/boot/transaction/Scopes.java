package org.momoko.spring.boot.transaction;

import java.lang.reflect.Proxy;
import org.momoko.api.Pool;

/** Scopes without a server, for tests that look at nothing but which scope it is. */
final class Scopes {
    private Scopes() {}

    /** A scope of its own. */
    static Scope detached() {
        Pool pool = (Pool) Proxy.newProxyInstance(
                Pool.class.getClassLoader(), new Class<?>[] {Pool.class}, (proxy, method, arguments) -> {
                    throw new UnsupportedOperationException(method.getName());
                });
        return new Scope(null, pool, pool, AsyncTransactionDefinition.DEFAULT, null, false);
    }

    /** A client that does nothing but say its name. */
    static TransactionalClient client(String name) {
        return (TransactionalClient) Proxy.newProxyInstance(
                TransactionalClient.class.getClassLoader(),
                new Class<?>[] {TransactionalClient.class},
                (proxy, method, arguments) -> name);
    }
}
