package org.momoko.sample.account;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Transfers between accounts. */
@RestController
@RequestMapping("/api/transfers")
class TransferController {
    private final Ledger ledger;

    TransferController(Ledger ledger) {
        this.ledger = ledger;
    }

    @GetMapping
    CompletableFuture<List<Transfer>> latest(
            @RequestParam(defaultValue = "20")
                    @Min(value = 1, message = "must be at least 1")
                    @Max(value = 100, message = "must be at most 100")
                    int limit) {
        return ledger.latestTransfers(limit);
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    CompletableFuture<Transfer> transfer(@Valid @RequestBody NewTransfer transfer) {
        return ledger.transfer(transfer);
    }
}
