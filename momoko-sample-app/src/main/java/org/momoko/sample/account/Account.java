package org.momoko.sample.account;

import java.math.BigDecimal;
import java.util.List;

/**
 * An account as it is stored and as the API shows it: Momoko fills the components from the columns of the same names.
 *
 * @param balance never negative, two decimals
 * @param tags words to find the account by, a {@code text[]} column
 */
public record Account(long id, String name, BigDecimal balance, List<String> tags) {}
