package org.momoko.spring.boot.diagnostics;

import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.momoko.error.ConnectException;
import org.momoko.error.SqlState;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Explains why no connection could be opened while the application started ({@code momoko.pool.startup=fail-fast}): what
 * was tried, what the server or the network said, and which property to look at.
 */
final class ConnectFailureAnalyzer extends AbstractFailureAnalyzer<ConnectException> {
    private static final String LATER =
            " To start without the database and let the pool heal, set momoko.pool.startup to warm-up.";

    private final Environment environment;

    ConnectFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ConnectException cause) {
        String action = ofAnswer(cause.sqlState());
        if (action == null) {
            action = ofWay(cause);
        }
        return new FailureAnalysis(
                "Momoko could not open a connection to PostgreSQL: " + cause.getMessage(), action, cause);
    }

    /** What to do about an answer of the server; null for an answer that says it all, or when there is none. */
    private @Nullable String ofAnswer(@Nullable String sqlState) {
        if (sqlState == null) {
            return null;
        }
        return switch (sqlState) {
            case SqlState.INVALID_PASSWORD ->
                "Correct momoko.username and momoko.password, or set the role's password in the database (ALTER ROLE …"
                        + " PASSWORD).";
            case SqlState.INVALID_AUTHORIZATION_SPECIFICATION ->
                "Correct momoko.username, or let the role in: create it with LOGIN, and check that pg_hba.conf has a line"
                        + " for this role, database and address, with or without TLS as momoko.ssl.mode asks for.";
            case SqlState.INVALID_CATALOG_NAME ->
                "Correct the name in " + property("database") + ", or create the database.";
            case SqlState.TOO_MANY_CONNECTIONS ->
                "Lower momoko.pool.size, of all instances of the application together, or raise max_connections of the"
                        + " server or the CONNECTION LIMIT of role and database.";
            case SqlState.CANNOT_CONNECT_NOW ->
                "Wait until the server has started up and start the application again." + LATER;
            default -> null;
        };
    }

    /** What to do when the server did not answer, or something else than expected. */
    private String ofWay(ConnectException failure) {
        if (findCause(failure, UnknownHostException.class) != null) {
            return "Correct the host name in " + property("host") + ", or the name service.";
        }
        String message = String.valueOf(failure.getMessage());
        if (findCause(failure, SSLException.class) != null || message.contains("TLS")) {
            return "Check TLS on the server (ssl = on) and momoko.ssl.mode, momoko.ssl.root-cert and the host name in "
                    + property("host") + ", to which the server's certificate must be made out.";
        }
        if (message.contains("timed out")) {
            return "Check that nothing between here and there drops packets, and the address in " + property("host")
                    + "; a slow network needs a longer momoko.connect-timeout." + LATER;
        }
        if (failure.sqlState() != null) {
            return "Act on what the server says; the code is " + failure.sqlState() + "." + LATER;
        }
        return "Check that the server runs there and listens on that address and port, and correct "
                + property("host") + " otherwise."
                + (addressGiven()
                        ? ""
                        : " Neither is set, so libpq's defaults were"
                                + " tried. For tests, a PostgreSQL from Testcontainers can take the place of a server.")
                + LATER;
    }

    private boolean addressGiven() {
        return given("momoko.url") || given("momoko.host");
    }

    private boolean given(String key) {
        return StringUtils.hasText(environment.getProperty(key));
    }

    /** Names the property that says it: the URL, the single key, or both when neither is set. */
    private String property(String key) {
        if (given("momoko.url")) {
            return "momoko.url";
        }
        String single = "host".equals(key) && given("momoko.host") ? "momoko.host and momoko.port" : "momoko." + key;
        return addressGiven() ? single : "momoko.url or " + single;
    }
}
