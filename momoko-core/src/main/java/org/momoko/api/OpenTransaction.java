package org.momoko.api;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A transaction in progress on a connection of a pool, as {@link Pool#transactions()} sees it.
 *
 * @param processId the server process of the connection
 * @param age since its body began
 * @param statements how many statements were sent so far
 * @param lastStatement the text that was sent last, without its parameters; null for none
 * @param options the characteristics that it was begun with
 */
public record OpenTransaction(
        int processId,
        Duration age,
        int statements,
        @Nullable String lastStatement,
        TransactionOptions options) {}
