package org.momoko.internal.session;

import org.jspecify.annotations.Nullable;
import org.momoko.config.ConnectConfig;
import org.momoko.config.Credentials;
import org.momoko.config.HostSpec;

/**
 * Who to be in one session. {@link #toString()} does not show the password.
 *
 * @param password null if there is none
 */
public record Login(String user, @Nullable String password) {

    /** What the configuration says for a host. */
    public static Login of(ConnectConfig config, HostSpec host) {
        return new Login(config.user(), config.passwordFor(host));
    }

    /** What was given for this connection; the configuration says the user if that did not. */
    public static Login of(ConnectConfig config, Credentials given) {
        String user = given.user();
        return new Login(user == null || user.isEmpty() ? config.user() : user, given.password());
    }

    @Override
    public String toString() {
        return "Login[user=" + user + "]";
    }
}
