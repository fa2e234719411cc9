package org.momoko.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.momoko.api.Pool;
import org.momoko.testing.Await;
import org.momoko.testing.PostgresServer;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A web application that is told to end while it is at work. */
class SigtermIT {
    private static final String NAME = "momoko-sigterm";

    private final PostgresServer server = PostgresServer.shared();

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @RestController
    static class Application {
        private final Pool pool;

        Application(Pool pool) {
            this.pool = pool;
        }

        @GetMapping("/slow")
        CompletableFuture<String> slow() {
            return pool.execute("SELECT pg_sleep(1.5)")
                    .thenCompose(first -> pool.execute("SELECT 'both done', pg_sleep(1.5)"))
                    .thenApply(second -> second.fetchAll().get(0).getString(0));
        }

        public static void main(String[] args) {
            var context = (WebServerApplicationContext) SpringApplication.run(Application.class, args);
            System.out.println("port " + context.getWebServer().getPort());
        }
    }

    @Test
    @DisplayName(
            "Sentence 17: SIGTERM during a 3 s request lets it finish, then web server and pool close in this order")
    void theRequestIsAnsweredAndNothingIsLeft() throws Exception {
        try (JavaProcess process = JavaProcess.start(
                JavaProcess.classPath(),
                Map.of("MOMOKO_PASSWORD", PostgresServer.password("app")),
                Application.class.getName(),
                JavaProcess.USUAL_LOG,
                "--spring.application.name=" + NAME,
                "--spring.lifecycle.timeout-per-shutdown-phase=20s",
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--momoko.url=postgresql://" + server.host() + ":" + server.port() + "/app",
                "--momoko.username=app")) {
            int port = Integer.parseInt(process.await("port "));
            CompletableFuture<HttpResponse<String>> response = HttpClient.newHttpClient()
                    .sendAsync(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/slow"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            Await.until(
                    "the first statement runs",
                    () -> server.sessions(NAME).stream()
                            .anyMatch(session -> session.query().contains("pg_sleep(1.5)")));

            long terminated = System.nanoTime();
            process.terminate();

            assertThat(response.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
            assertThat(response.get().body()).isEqualTo("both done");
            assertThat(process.exitCode(20)).as(process.output()).isEqualTo(128 + 15);
            assertThat(System.nanoTime() - terminated).isLessThan(TimeUnit.SECONDS.toNanos(20));
            assertThat(process.output())
                    .containsSubsequence(
                            "Graceful shutdown complete",
                            "Momoko pool momoko closed in",
                            "0 busy connections drained, 0 aborted");
            Await.until("no session is left", () -> server.sessions(NAME).isEmpty());
        }
    }
}
