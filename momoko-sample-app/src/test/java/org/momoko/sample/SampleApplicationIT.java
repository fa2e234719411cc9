package org.momoko.sample;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.momoko.sample.account.Account;
import org.momoko.sample.account.Transfer;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

/** The whole application, on its embedded PostgreSQL, over HTTP. Every test opens the accounts that it uses. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class SampleApplicationIT {
    private static final ParameterizedTypeReference<List<Account>> ACCOUNTS = new ParameterizedTypeReference<>() {};
    private static final ParameterizedTypeReference<List<Transfer>> TRANSFERS = new ParameterizedTypeReference<>() {};
    private static int accountsOpened;

    @LocalServerPort
    private int port;

    @Autowired
    private ApplicationContext context;

    private RestTestClient http;

    @BeforeEach
    void connect() {
        http = RestTestClient.bindToServer().baseUrl("http://localhost:" + port).build();
    }

    @Test
    void firstAccountsAreThere() {
        assertThat(accounts())
                .extracting(Account::name)
                .contains("Household", "Savings", "Holiday", "Rent", "Bicycle repair");
        assertThat(accounts())
                .filteredOn(account -> account.name().equals("Holiday"))
                .singleElement()
                .satisfies(account -> assertThat(account.tags()).containsExactly("goal", "summer"));
    }

    @Test
    void transferMovesMoneyAndIsListedFirst() {
        Account payer = open("100.00");
        Account receiver = open("0.50");
        Transfer made = body(
                post("/api/transfers", transfer(payer.id(), receiver.id(), "99.99"))
                        .expectStatus()
                        .isCreated(),
                Transfer.class);
        assertThat(made.amount()).isEqualTo("99.99");
        assertThat(made.fromName()).isEqualTo(payer.name());
        assertThat(made.toName()).isEqualTo(receiver.name());
        assertThat(balance(payer)).isEqualTo("0.01");
        assertThat(balance(receiver)).isEqualTo("100.49");
        assertThat(latest(1)).containsExactly(made);
    }

    @Test
    void insufficientFundsIsAConflictAndChangesNothing() {
        Account payer = open("10.00");
        Account receiver = open("0.00");
        post("/api/transfers", transfer(payer.id(), receiver.id(), "10.01"))
                .expectStatus()
                .isEqualTo(409)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.errors.amount")
                .isEqualTo("is more than the balance of 10.00")
                .jsonPath("$.trace")
                .doesNotExist();
        assertThat(balance(payer)).isEqualTo("10.00");
        assertThat(balance(receiver)).isEqualTo("0.00");
        assertThat(latest(100)).noneMatch(transfer -> transfer.from() == payer.id());
    }

    @Test
    void unknownAccountsAreNotFound() {
        Account account = open("10.00");
        post("/api/transfers", transfer(account.id(), 999_999, "1"))
                .expectStatus()
                .isNotFound()
                .expectBody()
                .jsonPath("$.errors.to")
                .isEqualTo("names no account: 999999");
        post("/api/transfers", transfer(999_999, account.id(), "1"))
                .expectStatus()
                .isNotFound()
                .expectBody()
                .jsonPath("$.errors.from")
                .isEqualTo("names no account: 999999");
        http.get()
                .uri("/api/accounts/999999")
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.errors.id")
                .isEqualTo("names no account: 999999");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"from":1,"to":2,"amount":0}           | amount | must be greater than 0
            {"from":1,"to":2,"amount":-1}          | amount | must be greater than 0
            {"from":1,"to":2,"amount":1.001}       | amount | must have at most 12 digits and 2 decimals
            {"from":1,"to":2,"amount":1e12}        | amount | must have at most 12 digits and 2 decimals
            {"from":1,"to":2,"amount":1e999999}    | amount | must have at most 12 digits and 2 decimals
            {"from":1,"to":2,"amount":"ten"}       | amount | has the wrong type
            {"from":1,"to":2}                      | amount | is required
            {"to":2,"amount":1}                    | from   | is required
            {"from":1.5,"to":2,"amount":1}         | from   | has the wrong type
            {"from":1,"to":null,"amount":1}        | to     | is required
            {"from":1,"to":1,"amount":1}           | to     | must differ from the paying account
            """)
    void anInvalidTransferIsABadRequestThatNamesTheField(String body, String field, String error) {
        post("/api/transfers", body)
                .expectStatus()
                .isBadRequest()
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.errors." + field)
                .isEqualTo(error)
                .jsonPath("$.detail")
                .isEqualTo(field + " " + error);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"name":" "}                           | name    | must not be empty
            {"name":"a\\u0000b"}                   | name    | must not contain control characters
            {"name":"a\\ud800b"}                   | name    | must not contain control characters
            {"name":"a","balance":-0.01}           | balance | must not be negative
            {"name":"a","tags":"b"}                | tags    | has the wrong type
            {"name":"a","tags":[""]}               | tags[0] | must have 1 to 30 characters
            {"name":"a","tags":["b",null]}         | tags[1] | must not be null
            """)
    void anInvalidAccountIsABadRequestThatNamesTheField(String body, String field, String error) {
        post("/api/accounts", body)
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errors['" + field + "']")
                .isEqualTo(error);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"from":1,
            []
            null
            nonsense
            """)
    void aMalformedBodyIsABadRequest(String body) {
        post("/api/transfers", body)
                .expectStatus()
                .isBadRequest()
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.detail")
                .isEqualTo("The body must be a JSON object.");
    }

    @ParameterizedTest
    @CsvSource({"0,must be at least 1", "101,must be at most 100", "many,must be a number"})
    void aLimitOutOfRangeIsABadRequest(String limit, String error) {
        http.get()
                .uri("/api/transfers?limit=" + limit)
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errors.limit")
                .isEqualTo(error);
    }

    @Test
    void anAccountKeepsItsNameBalanceAndTagsToTheLetter() {
        String body = """
                {"name": "Zoë's \\"tea\\" % :name", "balance": 12.5, "tags": ["a,b", "{c}", "NULL", "\\\\"]}""";
        URI location = requireNonNull(post("/api/accounts", body)
                .expectStatus()
                .isCreated()
                .returnResult()
                .getResponseHeaders()
                .getLocation());
        Account stored = body(http.get().uri(location).exchange(), Account.class);
        assertThat(stored.name()).isEqualTo("Zoë's \"tea\" % :name");
        assertThat(stored.balance()).isEqualTo("12.50");
        assertThat(stored.tags()).containsExactly("a,b", "{c}", "NULL", "\\");
        post("/api/accounts", body)
                .expectStatus()
                .isEqualTo(409)
                .expectBody()
                .jsonPath("$.errors.name")
                .isEqualTo("is taken");
    }

    @Test
    void concurrentTransfersConserveTheSumAndOverdrawNothing() {
        List<Account> accounts = List.of(open("30.00"), open("30.00"), open("30.00"));
        Random random = new Random(18);
        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        HttpClient client = HttpClient.newHttpClient();
        for (int i = 0; i < 150; i++) {
            int from = random.nextInt(3);
            int to = (from + 1 + random.nextInt(2)) % 3;
            String body = transfer(accounts.get(from).id(), accounts.get(to).id(), (1 + random.nextInt(25)) + ".01");
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/api/transfers"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            answers.add(client.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                    .thenApply(HttpResponse::statusCode));
        }
        List<Integer> statuses = answers.stream().map(CompletableFuture::join).toList();
        assertThat(statuses).hasSize(150).containsOnly(201, 409).contains(201, 409);
        List<BigDecimal> balances = accounts.stream().map(this::balance).toList();
        assertThat(balances).allMatch(balance -> balance.signum() >= 0);
        assertThat(balances.stream().reduce(BigDecimal.ZERO, BigDecimal::add)).isEqualTo("90.00");
    }

    @Test
    void everythingElseIsNotFoundAsAProblem() {
        http.get()
                .uri("/api/nothing")
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON);
    }

    @Test
    void thePageAndWhatItNeedsAreServed() {
        String page = body(
                http.get()
                        .uri("/")
                        .exchange()
                        .expectStatus()
                        .isOk()
                        .expectHeader()
                        .contentTypeCompatibleWith(MediaType.TEXT_HTML),
                String.class);
        assertThat(page).contains("<title>Ledger</title>", "ledger.css", "ledger.js", "icon.svg");
        for (String file : List.of("/ledger.css", "/ledger.js", "/icon.svg")) {
            http.get().uri(file).exchange().expectStatus().isOk();
        }
    }

    @Test
    void poolHealthShowsItsDetails() {
        http.get()
                .uri("/actuator/health")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.components.momoko.status")
                .isEqualTo("UP");
        http.get()
                .uri("/actuator/health/momoko")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.status")
                .isEqualTo("UP")
                .jsonPath("$.details")
                .exists();
    }

    @Test
    void itRunsOnItsOwnServerAndWithoutADataSource() {
        assertThat(context.getBeansOfType(EmbeddedPostgres.class)).hasSize(1);
        assertThat(context.getBeansOfType(DataSource.class)).isEmpty();
    }

    private Account open(String balance) {
        String body = "{\"name\": \"Account " + ++accountsOpened + "\", \"balance\": " + balance + "}";
        return body(post("/api/accounts", body).expectStatus().isCreated(), Account.class);
    }

    private BigDecimal balance(Account account) {
        return accounts().stream()
                .filter(one -> one.id() == account.id())
                .findFirst()
                .orElseThrow()
                .balance();
    }

    private List<Account> accounts() {
        return body(http.get().uri("/api/accounts").exchange(), ACCOUNTS);
    }

    private List<Transfer> latest(int limit) {
        return body(http.get().uri("/api/transfers?limit=" + limit).exchange(), TRANSFERS);
    }

    private static <T> T body(RestTestClient.ResponseSpec response, Class<T> type) {
        return requireNonNull(response.expectBody(type).returnResult().getResponseBody());
    }

    private static <T> T body(RestTestClient.ResponseSpec response, ParameterizedTypeReference<T> type) {
        return requireNonNull(response.expectBody(type).returnResult().getResponseBody());
    }

    private RestTestClient.ResponseSpec post(String path, String body) {
        return http.post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .exchange();
    }

    private static String transfer(long from, long to, String amount) {
        return "{\"from\": " + from + ", \"to\": " + to + ", \"amount\": " + amount + "}";
    }
}
