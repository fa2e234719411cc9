package org.momoko.spring.boot.diagnostics;

import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.momoko.error.ConnectException;
import org.momoko.error.SqlState;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/**
 * Explains why no connection could be opened while the application started ({@code momoko.pool.startup=fail-fast}): what
 * was tried, what the server or the network said, and which property to look at.
 */
final class ConnectFailureAnalyzer extends AbstractFailureAnalyzer<ConnectException> {
    private final Environment environment;

    ConnectFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ConnectException cause) {
        Keys keys = new Keys(environment, prefix(rootFailure));
        String action = ofAnswer(cause.sqlState(), keys);
        if (action == null) {
            action = ofWay(cause, keys);
        }
        return new FailureAnalysis(
                "Momoko could not open a connection to PostgreSQL: " + cause.getMessage(), action, cause);
    }

    /** Where the keys of the pool stand that could not be opened: a named pool is a bean of its name. */
    private String prefix(Throwable rootFailure) {
        Map<String, Object> named = Binder.get(environment)
                .bind("momoko.pools", Bindable.mapOf(String.class, Object.class))
                .orElse(Map.of());
        for (Throwable next = rootFailure; next != null; next = next.getCause()) {
            if (next instanceof BeanCreationException creation
                    && creation.getBeanName() != null
                    && named.containsKey(creation.getBeanName())) {
                return "momoko.pools." + creation.getBeanName();
            }
        }
        return "momoko";
    }

    /** What to do about an answer of the server; null for an answer that says it all, or when there is none. */
    private static @Nullable String ofAnswer(@Nullable String sqlState, Keys keys) {
        if (sqlState == null) {
            return null;
        }
        return switch (sqlState) {
            case SqlState.INVALID_PASSWORD ->
                "Correct " + keys.key("username") + " and " + keys.key("password")
                        + ", or set the role's password in the database (ALTER ROLE …" + " PASSWORD).";
            case SqlState.INVALID_AUTHORIZATION_SPECIFICATION ->
                "Correct " + keys.key("username")
                        + ", or let the role in: create it with LOGIN, and check that pg_hba.conf has a line"
                        + " for this role, database and address, with or without TLS as " + keys.key("ssl.mode")
                        + " asks for.";
            case SqlState.INVALID_CATALOG_NAME ->
                "Correct the name in " + keys.address("database") + ", or create the database.";
            case SqlState.TOO_MANY_CONNECTIONS ->
                "Lower " + keys.key("pool.size")
                        + ", of all instances of the application together, or raise max_connections of the"
                        + " server or the CONNECTION LIMIT of role and database.";
            case SqlState.CANNOT_CONNECT_NOW ->
                "Wait until the server has started up and start the application again." + keys.later();
            default -> null;
        };
    }

    private String ofTls(ConnectException failure, String message, Keys keys) {
        if (message.contains("does not support TLS")) {
            return "Switch TLS on at the server (ssl = on), or set " + keys.key("ssl.mode")
                    + " to prefer, which does without where the server has none.";
        }
        if (findCause(failure, CertificateException.class) != null) {
            return "Let " + keys.authorities()
                    + " hold the authority that signed the server's certificate, and check the"
                    + " host name in " + keys.address("host") + ": with " + keys.key("ssl.mode")
                    + " verify-full the certificate must be made out to it.";
        }
        return "Check that the server has TLS on that port (ssl = on) and takes the certificate of "
                + keys.certificate() + ", and see " + keys.key("ssl.mode") + ", " + keys.key("ssl.min-version")
                + " and "
                + keys.key("ssl.max-version") + " for what is asked of it.";
    }

    /** What to do when the server did not answer, or something else than expected. */
    private String ofWay(ConnectException failure, Keys keys) {
        if (findCause(failure, UnknownHostException.class) != null) {
            return "Correct the host name in " + keys.address("host") + ", or the name service.";
        }
        String message = String.valueOf(failure.getMessage());
        if (message.contains("credentials source")) {
            return "Act on what the CredentialsSource says, which is the cause of the failure; it has to answer within "
                    + keys.key("connect-timeout") + ".";
        }
        if (findCause(failure, SSLException.class) != null || message.contains("TLS")) {
            return ofTls(failure, message, keys);
        }
        if (message.contains("timed out")) {
            return "Check that nothing between here and there drops packets, and the address in " + keys.address("host")
                    + "; a slow network needs a longer " + keys.key("connect-timeout") + "." + keys.later();
        }
        if (failure.sqlState() != null) {
            return "Act on what the server says; the code is " + failure.sqlState() + "." + keys.later();
        }
        return "Check that the server runs there and listens on that address and port, and correct "
                + keys.address("host") + " otherwise."
                + (keys.addressGiven()
                        ? ""
                        : " Neither is set, so libpq's defaults were"
                                + " tried. For tests, a PostgreSQL from Testcontainers can take the place of a server.")
                + keys.later();
    }
}
