package org.momoko.config;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who to be at a server and how to prove it. {@link #toString()} does not show the password.
 *
 * @param user the role; null for the one of the configuration
 * @param password its password
 */
public record Credentials(@Nullable String user, String password) {
    public Credentials {
        Objects.requireNonNull(password, "password");
    }

    /** A password for the role of the configuration. */
    public static Credentials password(String password) {
        return new Credentials(null, password);
    }

    @Override
    public String toString() {
        return "Credentials[user=" + user + "]";
    }
}
