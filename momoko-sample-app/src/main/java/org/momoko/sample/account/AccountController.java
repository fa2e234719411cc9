package org.momoko.sample.account;

import jakarta.validation.Valid;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Accounts. Spring answers a request when the future completes; no thread waits for it meanwhile. */
@RestController
@RequestMapping("/api/accounts")
class AccountController {
    private final Ledger ledger;

    AccountController(Ledger ledger) {
        this.ledger = ledger;
    }

    @GetMapping
    CompletableFuture<List<Account>> accounts() {
        return ledger.accounts();
    }

    @GetMapping("/{id}")
    CompletableFuture<Account> account(@PathVariable long id) {
        return ledger.account(id);
    }

    @PostMapping
    CompletableFuture<ResponseEntity<Account>> open(@Valid @RequestBody NewAccount account) {
        return ledger.open(account)
                .thenApply(opened -> ResponseEntity.created(URI.create("/api/accounts/" + opened.id()))
                        .body(opened));
    }
}
