package org.momoko.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.momoko.api.Pool;
import org.momoko.spring.boot.autoconfigure.MomokoAutoConfiguration;
import org.momoko.testing.Await;
import org.momoko.testing.Invariants;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** Applications whose server does not run. */
@ExtendWith({OutputCaptureExtension.class, Invariants.class})
class ServerDownIT {
    private static final String SENTENCE = "8. Server down: ";
    private static final String[] PROPERTIES = {
        "momoko.host=127.0.0.1", "momoko.port=1", "momoko.username=app", "momoko.password=hunter2"
    };

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(MomokoAutoConfiguration.class)
    static class Application {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class WebApplication {}

    @Test
    @DisplayName(
            SENTENCE + "fail-fast stops within its timeout with the tried host:port, and no message or log contains the"
                    + " password")
    void failFastStops(CapturedOutput output) {
        long start = System.nanoTime();
        Throwable failure = catchThrowable(() -> new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties(PROPERTIES)
                .run("--momoko.pool.startup=fail-fast", "--momoko.connect-timeout=5s"));
        assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start)).isLessThan(10);
        assertThat(Throwables.getStackTrace(failure)).contains("127.0.0.1:1").doesNotContain("hunter2");
        assertThat(output.getAll())
                .contains("APPLICATION FAILED TO START")
                .contains("127.0.0.1:1")
                .doesNotContain("hunter2");
    }

    @Test
    @DisplayName(SENTENCE + "lazy starts, and no message, endpoint or log contains the password")
    void lazyStarts(CapturedOutput output) throws Exception {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(WebApplication.class)
                .properties(PROPERTIES)
                .run(
                        "--momoko.pool.startup=lazy",
                        "--server.port=0",
                        "--spring.jmx.enabled=false",
                        "--management.endpoint.health.show-details=always",
                        "--management.endpoints.web.exposure.include=health,momoko,env,configprops,beans")) {
            Throwable failure = context.getBean(Pool.class)
                    .execute("SELECT 1")
                    .handle((done, error) -> error)
                    .get(20, TimeUnit.SECONDS);
            assertThat(Throwables.getStackTrace(failure))
                    .contains("127.0.0.1:1")
                    .doesNotContain("hunter2");
            String port = context.getEnvironment().getProperty("local.server.port");
            for (String endpoint : List.of("health", "momoko", "env", "configprops", "beans")) {
                URI uri = URI.create("http://localhost:" + port + "/actuator/" + endpoint);
                assertThat(HttpClient.newHttpClient()
                                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                                .body())
                        .contains("momoko")
                        .doesNotContain("hunter2");
            }
            assertThat(output.getAll()).doesNotContain("hunter2");
        }
    }

    @Test
    @DisplayName(SENTENCE + "no log contains the password")
    void logsTellNoPassword() {
        try (LogLines log = new LogLines()) {
            new ApplicationContextRunner()
                    .withConfiguration(AutoConfigurations.of(MomokoAutoConfiguration.class))
                    .withPropertyValues(PROPERTIES)
                    .run(context -> Await.until(
                            "the failure is logged",
                            () -> log.lines().stream().anyMatch(line -> line.contains("127.0.0.1:1"))));
            assertThat(log.lines()).noneMatch(line -> line.contains("hunter2"));
        }
    }
}
