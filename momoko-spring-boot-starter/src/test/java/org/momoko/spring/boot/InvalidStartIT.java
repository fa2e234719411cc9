package org.momoko.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.momoko.spring.boot.autoconfigure.MomokoAutoConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

/** What an application with wrong properties prints. */
@ExtendWith(OutputCaptureExtension.class)
class InvalidStartIT {

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(MomokoAutoConfiguration.class)
    static class Application {}

    @DisplayName(
            "7. Invalid values fail the start with a Description/Action text that names the key, before any socket is"
                    + " opened")
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "momoko.pool.size=5 momoko.pool.max-size=3 | momoko.pool.max-size | momoko.pool.size, which is 5",
                "momoko.pool.size=-1 | momoko.pool.size | at least 1",
                "momoko.pool.max-waiting=-1 | momoko.pool.max-waiting | must not be negative",
                "momoko.url=postgresql://db/app | momoko.url | momoko.host",
                "momoko.ssl.mode=sometimes | momoko.ssl.mode | VERIFY_FULL",
                "momoko.ssl.bundle=none | momoko.ssl.bundle | is not an SSL bundle",
                "momoko.ssl.bundle=none momoko.ssl.cert=a.pem | momoko.ssl.bundle | momoko.ssl.cert",
                "momoko.ssl.negotiation=direct | momoko.ssl.mode | sslnegotiation=direct",
                "momoko.target-session-attrs=best | momoko.target-session-attrs | PREFER_STANDBY",
                "momoko.keep-alive.idle=1500ms | momoko.keep-alive.idle | whole number",
                "momoko.pool.event-loop-threads=0 | momoko.pool.event-loop-threads | at least 1",
                "momoko.pool.max-sizee=3 | momoko.pool.max-sizee | is momoko.pool.max-size meant?",
                "momoko.passwrod=hidden | momoko.passwrod | is momoko.password meant?",
                "momoko.pools.audit.hots=db | momoko.pools.audit.hots | is momoko.pools.audit.host meant?",
                "momoko.pools.audit.pool.size=0 | momoko.pools.audit.pool.size | at least 1",
            })
    void invalidValueIsExplainedBeforeASocketIsOpened(
            String properties, String key, String reason, CapturedOutput output) throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress("127.0.0.1", 0));
            server.configureBlocking(false);
            String port = "momoko.port=" + ((InetSocketAddress) server.getLocalAddress()).getPort();
            SpringApplicationBuilder application = new SpringApplicationBuilder(Application.class)
                    .web(WebApplicationType.NONE)
                    .properties("momoko.host=127.0.0.1", port, "momoko.username=app", "momoko.pool.startup=fail-fast");
            String[] arguments = Stream.of(properties.trim().split(" "))
                    .map(property -> "--" + property)
                    .toArray(String[]::new);

            assertThatThrownBy(() -> application.run(arguments)).isNotNull();

            String printed = output.getAll();
            assertThat(printed).contains("APPLICATION FAILED TO START");
            String explained = printed.substring(printed.indexOf("Description:"));
            assertThat(explained)
                    .contains("Action:")
                    .contains(key)
                    .contains(reason)
                    .doesNotContain("hidden");
            assertThat(server.accept()).as(Arrays.toString(arguments)).isNull();
        }
    }
}
