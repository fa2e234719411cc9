package org.momoko.sample.account;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * A transfer that was made.
 *
 * @param from the account that paid
 * @param to the account that received
 * @param amount positive, two decimals
 * @param madeAt from the column {@code made_at}: snake case in SQL and camel case in Java are the same name
 */
public record Transfer(
        long id, long from, String fromName, long to, String toName, BigDecimal amount, Instant madeAt) {}
