package org.momoko.spring.boot.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.momoko.event.TransactionOutcome;

/** What an observation of a transaction says. */
class TransactionObservationsTests {
    private final List<Observation.Context> stopped = new ArrayList<>();
    private final ObservationRegistry registry = ObservationRegistry.create();

    TransactionObservationsTests() {
        registry.observationConfig().observationHandler(new ObservationHandler<>() {
            @Override
            public boolean supportsContext(Observation.Context context) {
                return true;
            }

            @Override
            public void onStop(Observation.Context context) {
                stopped.add(context);
            }
        });
    }

    @ParameterizedTest
    @EnumSource(TransactionOutcome.class)
    void tellsNamePoolOutcomeAndStatements(TransactionOutcome outcome) {
        TransactionObserver.Observed observed = new TransactionObservations(registry)
                .begun(AsyncTransactionDefinition.DEFAULT.withName("Ledger.transfer"), "momoko");
        assertThat(stopped).isEmpty();
        observed.ended(outcome, 3, null);
        assertThat(stopped).hasSize(1);
        Observation.Context context = stopped.get(0);
        assertThat(context.getName()).isEqualTo("momoko.transaction");
        assertThat(value(context, "name")).isEqualTo("Ledger.transfer");
        assertThat(value(context, "pool")).isEqualTo("momoko");
        assertThat(value(context, "outcome")).isEqualTo(outcome.name().toLowerCase(java.util.Locale.ROOT));
        assertThat(value(context, "error")).isEqualTo("none");
        assertThat(context.getHighCardinalityKeyValue("statements").getValue()).isEqualTo("3");
    }

    @Test
    void tellsTheErrorAndItsParent() {
        Observation parent = Observation.start("request", registry);
        TransactionObserver.Observed observed;
        try (Observation.Scope scope = parent.openScope()) {
            assertThat(scope).isNotNull();
            observed = new TransactionObservations(registry).begun(AsyncTransactionDefinition.DEFAULT, "momoko");
        }
        observed.ended(TransactionOutcome.ROLLED_BACK, 0, new IllegalStateException("body"));
        Observation.Context context = stopped.get(0);
        assertThat(value(context, "error")).isEqualTo("IllegalStateException");
        assertThat(context.getError()).hasMessage("body");
        assertThat(context.getParentObservation()).isSameAs(parent);
    }

    private static String value(Observation.Context context, String key) {
        return context.getLowCardinalityKeyValue(key).getValue();
    }
}
