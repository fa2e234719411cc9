package org.momoko.sample.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.momoko.spring.boot.autoconfigure.MomokoConnectionDetails;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.FileSystemUtils;

/**
 * Starts a PostgreSQL of the application's own when the configuration names no other. It works for every user, root
 * included. Under {@code java.io.tmpdir} its programs are unpacked into {@code embedded-pg}, where the next start finds
 * them, and its data into a directory of their own, which is deleted when the application ends.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(NoDatabaseConfigured.class)
class EmbeddedDatabase {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    /**
     * The server, on a free port. Spring closes it after the pool, which depends on it. The library's own shutdown hook
     * stays off: it would stop the server while the last requests are still being answered.
     */
    @Bean(destroyMethod = "close")
    EmbeddedPostgres embeddedPostgres() throws IOException {
        Path data = Files.createTempDirectory("ledger-postgres");
        try {
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setRegisterShutdownHook(false)
                    // every system has this locale, and initdb fails where LANG names one that is not installed
                    .setLocaleConfig("locale", "C")
                    .setPGStartupWait(START_LIMIT)
                    .start();
            LOG.info("Embedded PostgreSQL listens on localhost:{}, its data are in {}", server.getPort(), data);
            return server;
        } catch (IOException | RuntimeException e) {
            FileSystemUtils.deleteRecursively(data);
            throw new FailureAnalyzedException(
                    "The embedded PostgreSQL could not be started in " + data + ": " + e.getMessage(),
                    "Set momoko.url to a PostgreSQL server of yours, or start again with"
                            + " --logging.level.io.zonky.test=info to see what the embedded one reports.",
                    e);
        }
    }

    /** Takes the place of the connection properties: the starter builds its pool for this server. */
    @Bean
    MomokoConnectionDetails embeddedConnectionDetails(EmbeddedPostgres server) {
        // complete, so that no PG… variable of the environment has a say; the server accepts local connections only
        String url = "host=localhost port=" + server.getPort() + " user=postgres dbname=postgres sslmode=disable";
        return () -> url;
    }
}
