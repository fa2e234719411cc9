package org.momoko.spring.boot.observation;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import org.jspecify.annotations.Nullable;
import org.momoko.event.StatementEnd;
import org.momoko.event.StatementStart;

/** What is known of a statement that is observed. It is a call of another service, which is told nothing of the trace. */
public final class StatementObservationContext extends SenderContext<Object> {
    private final StatementStart start;
    private volatile @Nullable StatementEnd end;

    StatementObservationContext(StatementStart start) {
        super((carrier, key, value) -> {}, Kind.CLIENT);
        this.start = start;
        setRemoteServiceName("postgresql");
    }

    /** What was known before the statement was sent. */
    public StatementStart start() {
        return start;
    }

    /** How the statement went; null until it is over. */
    public @Nullable StatementEnd end() {
        return end;
    }

    void end(StatementEnd reached) {
        end = reached;
        if (reached.host() != null) {
            setRemoteServiceAddress(reached.host() + ":" + reached.port());
        }
    }
}
