package org.momoko.sample.account;

import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /api/accounts}.
 *
 * @param balance what the account starts with; left out means nothing
 * @param tags left out means none
 */
public record NewAccount(
        @NotBlank(message = "must not be empty")
        @Size(max = 60, message = "must have at most 60 characters")
        @Pattern(regexp = PRINTABLE, message = "must not contain control characters")
        String name,

        @PositiveOrZero(message = "must not be negative")
        @Digits(integer = 12, fraction = 2, message = "must have at most 12 digits and 2 decimals")
        BigDecimal balance,

        @Size(max = 10, message = "must be at most 10")
        List<
                        @NotNull(message = "must not be null")
                        @Size(min = 1, max = 30, message = "must have 1 to 30 characters")
                        @Pattern(regexp = PRINTABLE, message = "must not contain control characters") String>
                tags) {

    /** No control characters, which no page can show, and no lone surrogates, which UTF-8 cannot express. */
    static final String PRINTABLE = "[^\\p{Cc}\\p{Cs}]*";

    public NewAccount(String name, @Nullable BigDecimal balance, @Nullable List<String> tags) {
        this.name = name;
        this.balance = balance == null ? BigDecimal.ZERO : balance;
        this.tags = tags == null ? List.of() : tags;
    }
}
