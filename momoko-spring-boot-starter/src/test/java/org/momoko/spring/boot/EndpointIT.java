package org.momoko.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.momoko.api.Pool;
import org.momoko.testing.Await;
import org.momoko.testing.Invariants;
import org.momoko.testing.PostgresServer;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** The endpoint of a web application, over HTTP. */
@ExtendWith(Invariants.class)
class EndpointIT {
    private final PostgresServer server = PostgresServer.shared();
    private final HttpClient http = HttpClient.newHttpClient();

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}

    private interface Body {
        void run(Pool pool, URI endpoint) throws Exception;
    }

    private void application(Body body, String... properties) throws Exception {
        List<String> all = new ArrayList<>(List.of(
                "server.port=0",
                "spring.main.banner-mode=off",
                "spring.jmx.enabled=false",
                "management.endpoints.web.exposure.include=momoko",
                "momoko.url=postgresql://" + server.host() + ":" + server.port() + "/app",
                "momoko.username=app",
                "momoko.password=" + PostgresServer.password("app"),
                "momoko.pool.startup=fail-fast"));
        all.addAll(List.of(properties));
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
                .properties(all.toArray(new String[0]))
                .run()) {
            String port = context.getEnvironment().getProperty("local.server.port");
            body.run(context.getBean(Pool.class), URI.create("http://localhost:" + port + "/actuator/momoko"));
        }
    }

    private HttpResponse<String> send(URI uri, Consumer<HttpRequest.Builder> method) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        method.accept(request);
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private DocumentContext read(URI uri) throws Exception {
        HttpResponse<String> response = send(uri, HttpRequest.Builder::GET);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.body()).doesNotContain(PostgresServer.password("app"));
        return JsonPath.parse(response.body());
    }

    private HttpResponse<String> evict(URI endpoint, String pool) throws Exception {
        return send(URI.create(endpoint + "/" + pool), request -> request.POST(HttpRequest.BodyPublishers.noBody()));
    }

    @Test
    void showsThePools() throws Exception {
        application((pool, endpoint) -> {
            DocumentContext answer = read(endpoint);

            assertThat(answer.<Integer>read("$.pools.momoko.connections.free")).isEqualTo(1);
            assertThat(answer.<Integer>read("$.pools.momoko.connections.max")).isEqualTo(1);
            assertThat(answer.<Integer>read("$.pools.momoko.waiting")).isZero();
            assertThat(answer.<Integer>read("$.pools.momoko.totals.created")).isEqualTo(1);
            assertThat(answer.<Integer>read("$.pools.momoko.serverVersion")).isEqualTo(server.serverVersion());
            assertThat(answer.<String>read("$.pools.momoko.config.acquireTimeout"))
                    .isEqualTo("PT30S");
            assertThat(read(URI.create(endpoint + "/momoko")).<String>read("$.name"))
                    .isEqualTo("momoko");
            assertThat(send(URI.create(endpoint + "/other"), HttpRequest.Builder::GET)
                            .statusCode())
                    .isEqualTo(404);
        });
    }

    @Test
    void isReadOnlyByDefault() throws Exception {
        application((pool, endpoint) -> {
            assertThat(evict(endpoint, "momoko").statusCode()).isEqualTo(405);
            assertThat(pool.totals().created()).isEqualTo(1);
        });
    }

    @Test
    void evictsWithRaisedAccess() throws Exception {
        application(
                (pool, endpoint) -> {
                    assertThat(evict(endpoint, "other").statusCode()).isEqualTo(400);
                    assertThat(evict(endpoint, "momoko").statusCode()).isEqualTo(200);
                    Await.until(
                            "the connection was replaced", () -> pool.totals().created() == 2);
                },
                "management.endpoint.momoko.access=unrestricted");
    }

    @Test
    @DisplayName("Sentence 13: read-only unless access is raised; evict replaces idle connections, busy ones finish")
    void evictLetsBusyConnectionsFinish() throws Exception {
        application(
                (pool, endpoint) -> {
                    CompletableFuture<?> running = pool.execute("SELECT pg_sleep(0.3)");
                    Await.until("busy", () -> pool.stats().busy() == 1);

                    assertThat(evict(endpoint, "momoko").statusCode()).isEqualTo(200);

                    running.get(10, TimeUnit.SECONDS);
                    Await.until(
                            "the connection was replaced", () -> pool.totals().created() == 2);
                },
                "management.endpoint.momoko.access=unrestricted");
        application((pool, endpoint) ->
                assertThat(evict(endpoint, "momoko").statusCode()).isEqualTo(405));
    }

    @Test
    void showsTheOldestTransaction() throws Exception {
        application((pool, endpoint) -> {
            CompletableFuture<Object> work = new CompletableFuture<>();
            CompletableFuture<Object> running = pool.inTransaction(
                    transaction -> transaction.execute("SELECT 'not shown'").thenCompose(cursor -> work));
            Await.until("open", () -> pool.transactions().stream().anyMatch(open -> open.statements() > 0));

            DocumentContext answer = read(URI.create(endpoint + "/momoko"));

            assertThat(answer.<Integer>read("$.oldestTransaction.processId")).isPositive();
            assertThat(answer.<Integer>read("$.oldestTransaction.ageMillis")).isNotNegative();
            assertThat(answer.<Integer>read("$.oldestTransaction.statements")).isPositive();
            assertThat(answer.jsonString()).doesNotContain("not shown");
            work.complete("done");
            running.get(10, TimeUnit.SECONDS);
            assertThat(read(URI.create(endpoint + "/momoko")).jsonString()).doesNotContain("oldestTransaction");
        });
    }

    @Test
    void showsWhoHoldsAConnectionWhenLeakDetectionIsOn() throws Exception {
        application(
                (pool, endpoint) -> {
                    CompletableFuture<Object> work = new CompletableFuture<>();
                    CompletableFuture<Object> held = pool.withConnection(connection -> work);
                    Await.until("held", () -> pool.stats().busy() == 1);

                    DocumentContext answer = read(URI.create(endpoint + "/momoko"));

                    assertThat(answer.<Integer>read("$.holders.length()")).isEqualTo(1);
                    assertThat(answer.<Integer>read("$.holders[0].processId")).isPositive();
                    assertThat(answer.<Integer>read("$.holders[0].heldMillis")).isNotNegative();
                    assertThat(answer.<List<String>>read("$.holders[0].takenAt"))
                            .anyMatch(frame -> frame.contains("EndpointIT"));
                    work.complete("done");
                    held.get(10, TimeUnit.SECONDS);
                    assertThat(read(URI.create(endpoint + "/momoko")).<Integer>read("$.holders.length()"))
                            .isZero();
                },
                "momoko.pool.leak-detection=1m");
    }
}
