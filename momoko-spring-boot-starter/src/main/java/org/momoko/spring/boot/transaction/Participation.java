package org.momoko.spring.boot.transaction;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What one call has to do with a transaction: it begins one, joins one, or wants none. The call runs in {@link #scope()}
 * once {@link #begun()} has succeeded, and says how it went by {@link #end}.
 */
interface Participation {

    /**
     * Asks for the transaction. What was registered on {@link #begun()} before runs on the thread that brings the connection;
     * what is registered later may run on the registering one.
     */
    void start();

    /** Succeeds when the scope is open; fails with the reason why it never will be, after {@link #ended()} has failed. */
    CompletableFuture<@Nullable Void> begun();

    /** The scope to run in, once it has begun. */
    Scope scope();

    /**
     * The call has succeeded, or failed with an error.
     *
     * @return {@link #ended()}
     */
    CompletableFuture<@Nullable Void> end(@Nullable Throwable error);

    /**
     * Succeeds when what the call did stands, as far as that is this call's business; fails with the call's error, or with
     * the reason why its success does not stand. May fail before the call has ended.
     */
    CompletableFuture<@Nullable Void> ended();

    /**
     * Whether a transaction of the call's own was rolled back, so that nothing of it is left and it may be called again;
     * known before {@link #ended()} is.
     */
    boolean undone();

    /** Nobody waits for the call any more: what it did is to be undone. */
    void cancel();
}
