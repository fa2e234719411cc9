package org.momoko.spring.boot.transaction;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A handle: what is its own is answered here, and statements go to the client of the scope. A dynamic proxy and not a
 * class of forwarding methods, so that it cannot lag behind the interface.
 */
final class HandleInvocations implements InvocationHandler {
    private final Scope scope;
    private final AsyncTransactionDefinition definition;
    private final boolean joined;

    private HandleInvocations(Scope scope, AsyncTransactionDefinition definition, boolean joined) {
        this.scope = scope;
        this.definition = definition;
        this.joined = joined;
    }

    static AsyncTransaction handle(Scope scope, AsyncTransactionDefinition definition, boolean joined) {
        return (AsyncTransaction) Proxy.newProxyInstance(
                AsyncTransaction.class.getClassLoader(),
                new Class<?>[] {AsyncTransaction.class},
                new HandleInvocations(scope, definition, joined));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        if (method.getDeclaringClass() == AsyncTransaction.class) {
            return own(method, arguments);
        }
        if (method.getDeclaringClass() == Object.class) {
            return ofObject(proxy, method, arguments);
        }
        return called(scope.client(), method, arguments);
    }

    /** Calls the method, throwing what it throws. */
    static @Nullable Object called(Object target, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    private @Nullable Object own(Method method, @Nullable Object @Nullable [] arguments) {
        TransactionState state = scope.state();
        switch (method.getName()) {
            case "active":
                return state != null;
            case "definition":
                return state == null ? definition : state.definition();
            case "rollbackOnly":
                return state != null && state.rollbackOnly();
            case "call":
                return ThreadScope.bound(scope, (Supplier<?>) argument(arguments));
            default:
                break;
        }
        if (state == null) {
            throw new TransactionScopeException("There is no transaction in this scope (" + definition.propagation()
                    + "), so nothing to roll back or to await the end of");
        }
        if (method.getName().equals("register")) {
            state.register((AsyncTransactionSynchronization) argument(arguments));
        } else if (joined) {
            state.joinedFailed(null);
        } else {
            state.setRollbackOnly();
        }
        return null;
    }

    private static Object argument(@Nullable Object @Nullable [] arguments) {
        if (arguments == null || arguments[0] == null) {
            throw new NullPointerException("the argument must not be null");
        }
        return arguments[0];
    }

    private Object ofObject(Object proxy, Method method, @Nullable Object @Nullable [] arguments) {
        return switch (method.getName()) {
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "AsyncTransaction[" + definition.propagation() + (scope.state() == null ? ", none" : "") + "]";
        };
    }
}
