package org.momoko.spring.boot.transaction;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ReactiveAdapterRegistry;

/** Values that are completed later than they are returned: a transaction that ended with the call would end too early. */
final class Later {
    private static final ClassValue<Boolean> KNOWN = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return Future.class.isAssignableFrom(type)
                    || CompletionStage.class.isAssignableFrom(type)
                    || Flow.Publisher.class.isAssignableFrom(type)
                    || ReactiveAdapterRegistry.getSharedInstance().getAdapter(type) != null;
        }
    };

    private Later() {}

    static boolean is(Class<?> type) {
        return KNOWN.get(type);
    }

    /**
     * What blocking code returned.
     *
     * @throws TransactionScopeException when that is completed later, which the declared type did not tell
     */
    static <T extends @Nullable Object> T refused(T returned) {
        if (returned != null && is(returned.getClass())) {
            throw new TransactionScopeException("Blocking code returned what is completed later ("
                    + returned.getClass().getName()
                    + "); its transaction would have ended before, so it was rolled back. Declare the method to return a"
                    + " CompletionStage, a CompletableFuture or a publisher, and call AsyncTransactionOperator.execute instead"
                    + " of call.");
        }
        return returned;
    }
}
