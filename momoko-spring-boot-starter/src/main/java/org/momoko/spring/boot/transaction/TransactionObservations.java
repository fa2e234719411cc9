package org.momoko.spring.boot.transaction;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.momoko.event.TransactionOutcome;

/**
 * An observation {@code momoko.transaction} for every transaction, from asking for a connection to the end; its parent is
 * that of the calling thread.
 *
 * <p>Low-cardinality keys: {@code name} (of the definition, such as {@code Ledger.transfer}), {@code pool},
 * {@code outcome} (committed, rolled_back, unknown), {@code error} (the simple name of its class, or none). High-cardinality
 * key: {@code statements}, how many were sent.
 */
public final class TransactionObservations implements TransactionObserver {
    private static final String NONE = "none";

    private final ObservationRegistry registry;

    /** @param registry where the observations go */
    public TransactionObservations(ObservationRegistry registry) {
        this.registry = registry;
    }

    @Override
    public Observed begun(AsyncTransactionDefinition definition, String pool) {
        String name = definition.name() == null ? NONE : definition.name();
        Observation observation = Observation.createNotStarted("momoko.transaction", registry)
                .contextualName("transaction " + name)
                .lowCardinalityKeyValue("name", name)
                .lowCardinalityKeyValue("pool", pool)
                .start();
        return (outcome, statements, error) -> ended(observation, outcome, statements, error);
    }

    private static void ended(
            Observation observation, TransactionOutcome outcome, int statements, @Nullable Throwable error) {
        observation
                .lowCardinalityKeyValue("outcome", outcome.name().toLowerCase(java.util.Locale.ROOT))
                .lowCardinalityKeyValue(
                        "error", error == null ? NONE : error.getClass().getSimpleName())
                .highCardinalityKeyValue("statements", Integer.toString(statements));
        if (error != null) {
            observation.error(error);
        }
        observation.stop();
    }
}
