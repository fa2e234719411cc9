package org.momoko.spring.boot.test;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.momoko.spring.boot.autoconfigure.MomokoConnectionDetails;

/** One embedded server for all tests of the process, which ends with it, and on it a database for each context. */
final class EmbeddedServer {
    private static final String OWNER = "postgres";
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static @Nullable EmbeddedPostgres server;

    private EmbeddedServer() {}

    /** Begins the server if it does not run yet, and creates a database. */
    static MomokoConnectionDetails newDatabase() {
        String name = "test_" + DATABASES.incrementAndGet();
        EmbeddedPostgres running = running();
        try (Connection connection = running.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("The database for the test could not be created", e);
        }
        return new Database(
                "postgresql://" + OWNER + "@localhost:" + running.getPort() + "/" + name + "?sslmode=disable");
    }

    private static synchronized EmbeddedPostgres running() {
        EmbeddedPostgres known = server;
        if (known == null) {
            try {
                known = EmbeddedPostgres.start();
            } catch (IOException e) {
                throw new UncheckedIOException("The embedded PostgreSQL could not be started", e);
            }
            server = known;
        }
        return known;
    }

    private record Database(String url) implements MomokoConnectionDetails {
        @Override
        public String getUrl() {
            return url;
        }
    }
}
