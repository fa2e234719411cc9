package org.momoko.sample.account;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.momoko.sample.account.LedgerException.Reason;

class LedgerTests {
    private static final Account ANN = account(1, "Ann", "100.00");
    private static final Account BOB = account(2, "Bob", "999999999999.00");

    @Test
    void theWholeBalanceMayBeTransferred() {
        assertThatCode(() -> Ledger.check(transfer(1, 3, "100.00"), List.of(ANN, account(3, "Cid", "0.00"))))
                .doesNotThrowAnyException();
    }

    @Test
    void aCentMoreThanTheBalanceIsAConflictThatTellsTheBalance() {
        assertRefused(transfer(1, 2, "100.01"), Reason.CONFLICT, "amount", "is more than the balance of 100.00");
    }

    @Test
    void anUnknownPayerIsNotFound() {
        assertRefused(transfer(7, 2, "1"), Reason.NOT_FOUND, "from", "names no account: 7");
    }

    @Test
    void anUnknownReceiverIsNotFound() {
        assertRefused(transfer(1, 8, "1"), Reason.NOT_FOUND, "to", "names no account: 8");
    }

    @Test
    void moreThanTheReceiversColumnHoldsIsAConflict() {
        assertRefused(transfer(1, 2, "1.00"), Reason.CONFLICT, "amount", "is more than the receiver can still hold");
    }

    @Test
    void theReceiverMayBeFilledToTheLastCent() {
        assertThatCode(() -> Ledger.check(transfer(1, 2, "0.99"), List.of(ANN, BOB)))
                .doesNotThrowAnyException();
    }

    private static void assertRefused(NewTransfer transfer, Reason reason, String field, String message) {
        assertThatExceptionOfType(LedgerException.class)
                .isThrownBy(() -> Ledger.check(transfer, List.of(ANN, BOB)))
                .withMessage(message)
                .matches(e -> e.reason() == reason, "reason " + reason)
                .matches(e -> e.field().equals(field), "field " + field);
    }

    private static Account account(long id, String name, String balance) {
        return new Account(id, name, new BigDecimal(balance), List.of());
    }

    private static NewTransfer transfer(long from, long to, String amount) {
        return new NewTransfer(from, to, new BigDecimal(amount));
    }
}
