package org.momoko.sample.account;

import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.math.BigDecimal;

/** The body of {@code POST /api/transfers}. That {@code to} differs from {@code from} is checked by {@link Ledger}. */
public record NewTransfer(
        @NotNull(message = "is required") Long from,
        @NotNull(message = "is required") Long to,

        @NotNull(message = "is required")
        @Positive(message = "must be greater than 0")
        @Digits(integer = 12, fraction = 2, message = "must have at most 12 digits and 2 decimals")
        BigDecimal amount) {}
