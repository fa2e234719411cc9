package org.momoko.config;

import java.util.concurrent.CompletionStage;

/**
 * Gives the credentials for one connection, for passwords that change while the application runs: short-lived tokens, or
 * those of a vault.
 */
@FunctionalInterface
public interface CredentialsSource {
    /**
     * The credentials to log in with; asked once for every host that a connection is tried at, never on an event loop, and
     * by several connections at once. Keeps what is costly to get: nothing is kept here.
     *
     * <p>The stage has the time that is left for connecting ({@link ConnectConfig#connectTimeout}). What it fails with is
     * the cause of the {@link org.momoko.error.ConnectException} and so may be logged: it must not tell a secret.
     *
     * @param host where the connection goes; some tokens hold for one host only
     */
    CompletionStage<Credentials> credentials(HostSpec host);
}
