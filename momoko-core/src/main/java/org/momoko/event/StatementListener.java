package org.momoko.event;

import org.jspecify.annotations.Nullable;

/**
 * Hears of the statements that pools, connections and transactions run, those of Momoko's own housekeeping excepted. What
 * a listener throws is logged, once, and otherwise ignored. It must not block.
 */
@FunctionalInterface
public interface StatementListener {

    /**
     * A statement begins. Called on the thread of the caller, before the statement waits for a connection.
     *
     * @return told how the statement goes on; null when this one is of no interest
     */
    @Nullable
    Watch started(StatementStart start);

    /** Follows one statement. */
    @FunctionalInterface
    interface Watch {

        /**
         * The statement is over, and its future completes next, on the same thread. Called once; also when the caller has
         * ended the future before, as soon as the statement is over.
         */
        void ended(StatementEnd end);

        /** The stages that depended on the statement's future have run; called after {@link #ended}, on the same thread. */
        default void delivered() {}
    }
}
