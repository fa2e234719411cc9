package org.momoko.sample.database;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.momoko.Momoko;
import org.momoko.api.Pool;
import org.momoko.api.Row;
import org.momoko.sample.SampleApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.context.ConfigurableApplicationContext;

class EmbeddedDatabaseIT {

    @Test
    void theServerEndsWithTheApplication() throws IOException {
        ConfigurableApplicationContext application = start();
        int port = application.getBean(EmbeddedPostgres.class).getPort();
        new Socket("localhost", port).close();
        application.close();
        assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> new Socket("localhost", port).close());
    }

    @Test
    void aConfiguredDatabaseIsUsedAndFilledOnlyOnce() throws IOException {
        try (EmbeddedPostgres other = new EmbeddedDatabase().embeddedPostgres()) {
            String url = "postgresql://postgres@localhost:" + other.getPort() + "/postgres?sslmode=disable";
            for (int start = 1; start <= 2; start++) {
                try (ConfigurableApplicationContext application = start("--momoko.url=" + url)) {
                    assertThat(application.getBeansOfType(EmbeddedPostgres.class))
                            .isEmpty();
                    assertThat(application.getBean(Pool.class).connected()).isTrue();
                }
            }
            try (Pool pool = Momoko.pool(url).build()) {
                pool.connect().join();
                Row counts = requireNonNull(pool.execute(
                                "SELECT (SELECT count(*) FROM ledger.account), (SELECT count(*) FROM ledger.transfer)")
                        .join()
                        .fetchOne());
                assertThat(counts.getLong(0)).isEqualTo(5);
                assertThat(counts.getLong(1)).isEqualTo(4);
            }
        }
    }

    @Test
    void aServerThatCannotStartIsExplained(@TempDir Path directory) throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        System.setProperty("ot.epg.working-dir", file.resolve("no-directory").toString());
        try {
            assertThatExceptionOfType(FailureAnalyzedException.class)
                    .isThrownBy(() -> new EmbeddedDatabase().embeddedPostgres())
                    .matches(e ->
                            e.analysis().getDescription().startsWith("The embedded PostgreSQL could not be started"))
                    .matches(e -> String.valueOf(e.analysis().getAction())
                            .startsWith("Set momoko.url to a PostgreSQL server of yours"));
        } finally {
            System.clearProperty("ot.epg.working-dir");
        }
    }

    private static ConfigurableApplicationContext start(String... arguments) {
        return new SpringApplicationBuilder(SampleApplication.class)
                .web(WebApplicationType.NONE)
                .run(arguments);
    }
}
