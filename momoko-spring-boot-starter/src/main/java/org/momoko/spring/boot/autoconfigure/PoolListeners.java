package org.momoko.spring.boot.autoconfigure;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.momoko.event.CloseReason;
import org.momoko.event.PoolListener;
import org.momoko.event.TransactionOutcome;

/** Several listeners in the place of one. Each hears everything, whatever another one throws. */
final class PoolListeners implements PoolListener {
    private final List<PoolListener> listeners;

    private PoolListeners(List<PoolListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    /** One listener for all; null for none, so that the pool need not measure times. */
    static @Nullable PoolListener of(List<PoolListener> listeners) {
        return switch (listeners.size()) {
            case 0 -> null;
            case 1 -> listeners.get(0);
            default -> new PoolListeners(listeners);
        };
    }

    /** Throws the first failure at the end: the pool logs what a listener throws. */
    private void tell(Consumer<PoolListener> event) {
        RuntimeException failure = null;
        for (PoolListener listener : listeners) {
            try {
                event.accept(listener);
            } catch (RuntimeException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void connectionCreated(long nanos) {
        tell(listener -> listener.connectionCreated(nanos));
    }

    @Override
    public void connectionFailed(long nanos, Throwable cause) {
        tell(listener -> listener.connectionFailed(nanos, cause));
    }

    @Override
    public void connectionClosed(CloseReason reason) {
        tell(listener -> listener.connectionClosed(reason));
    }

    @Override
    public void acquired(long waitNanos) {
        tell(listener -> listener.acquired(waitNanos));
    }

    @Override
    public void acquireTimedOut(long waitNanos) {
        tell(listener -> listener.acquireTimedOut(waitNanos));
    }

    @Override
    public void released(long usageNanos) {
        tell(listener -> listener.released(usageNanos));
    }

    @Override
    public void transactionBegan() {
        tell(PoolListener::transactionBegan);
    }

    @Override
    public void transactionEnded(TransactionOutcome outcome, long nanos, int statements) {
        tell(listener -> listener.transactionEnded(outcome, nanos, statements));
    }
}
