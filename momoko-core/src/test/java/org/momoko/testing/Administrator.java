package org.momoko.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The superuser of a server, through pgjdbc. One connection is kept for what tests ask, since they ask often and logging in takes longer
 * than the answer.
 */
final class Administrator implements AutoCloseable {

    private static final int VALIDATION_SECONDS = 5;

    private final PostgresServer server;
    private final ReentrantLock inUse = new ReentrantLock();
    private @Nullable Connection kept;

    Administrator(PostgresServer server) {
        this.server = server;
    }

    /** What is asked, of a statement; it leaves the session as it was. */
    @FunctionalInterface
    interface Query<T> {
        T run(Statement statement) throws SQLException;
    }

    /** A new connection to database {@code app}. */
    Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "postgres");
        properties.setProperty("password", PostgresServer.password("postgres"));
        properties.setProperty("sslmode", "disable");
        properties.setProperty("ApplicationName", "momoko-admin");
        return DriverManager.getConnection(
                "jdbc:postgresql://" + server.host() + ":" + server.port() + "/app", properties);
    }

    /** Asks on the kept connection; on one of its own while another thread uses that one. */
    <T> T query(Query<T> query) throws SQLException {
        if (!inUse.tryLock()) {
            try (Connection own = connect();
                    Statement statement = own.createStatement()) {
                return query.run(statement);
            }
        }
        try (Statement statement = kept().createStatement()) {
            return query.run(statement);
        } finally {
            inUse.unlock();
        }
    }

    /** The server may have been stopped since it was used last. */
    private Connection kept() throws SQLException {
        Connection connection = kept;
        if (connection == null || !connection.isValid(VALIDATION_SECONDS)) {
            kept = null;
            connection = connect();
            kept = connection;
        }
        return connection;
    }

    @Override
    public void close() {
        inUse.lock();
        try {
            if (kept != null) {
                kept.close();
            }
        } catch (SQLException serverIsGone) {
            // then so is the connection
        } finally {
            kept = null;
            inUse.unlock();
        }
    }
}
