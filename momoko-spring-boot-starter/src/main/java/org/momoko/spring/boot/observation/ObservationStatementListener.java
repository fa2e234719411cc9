package org.momoko.spring.boot.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.ObservationView;
import org.jspecify.annotations.Nullable;
import org.momoko.event.StatementEnd;
import org.momoko.event.StatementListener;
import org.momoko.event.StatementStart;

/**
 * Makes an observation of each statement. Its parent is what the calling thread observes. While the stages that depend on
 * the statement's future run, that parent is current again, so that the next statement of a chain has the same parent.
 */
public final class ObservationStatementListener implements StatementListener {
    private static final StatementObservationConvention DEFAULT = new DefaultStatementObservationConvention();

    private final ObservationRegistry registry;
    private final StatementObservationConvention convention;

    /** Observes under the usual name, with the text of the statements. */
    public ObservationStatementListener(ObservationRegistry registry) {
        this(registry, DEFAULT);
    }

    /** Observes under the names of a convention. */
    public ObservationStatementListener(ObservationRegistry registry, StatementObservationConvention convention) {
        this.registry = registry;
        this.convention = convention;
    }

    @Override
    public @Nullable Watch started(StatementStart start) {
        if (registry.isNoop()) {
            return null;
        }
        StatementObservationContext context = new StatementObservationContext(start);
        Observation observation = Observation.createNotStarted(convention, DEFAULT, () -> context, registry);
        return observation.isNoop() ? null : new Observed(observation.start(), context);
    }

    private static final class Observed implements Watch {
        private final Observation observation;
        private final StatementObservationContext context;
        private Observation.@Nullable Scope around;

        Observed(Observation observation, StatementObservationContext context) {
            this.observation = observation;
            this.context = context;
        }

        @Override
        public void ended(StatementEnd end) {
            context.end(end);
            Throwable error = end.error();
            if (error != null) {
                observation.error(error);
            }
            observation.stop();
            ObservationView parent = context.getParentObservation();
            if (parent instanceof Observation current) {
                around = current.openScope();
            }
        }

        @Override
        public void delivered() {
            Observation.Scope scope = around;
            if (scope != null) {
                scope.close();
            }
        }
    }
}
