package org.momoko.spring.boot.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.momoko.config.CredentialsSource;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.ssl.SslBundle;

/**
 * Where the server is and who to be there. A bean of this type replaces what {@code momoko.url}, {@code momoko.host},
 * {@code momoko.host-address}, {@code momoko.port}, {@code momoko.database}, {@code momoko.service},
 * {@code momoko.username} and {@code momoko.password} say; all other properties still apply.
 */
public interface MomokoConnectionDetails extends ConnectionDetails {

    /**
     * The server and the database as libpq writes them, {@code postgresql://host:5432/database} or {@code host=…
     * dbname=…}; several hosts as in {@code postgresql://one:5432,two:5433/database}. What it leaves open comes from the {@code PG…} environment variables and libpq's defaults.
     */
    String getUrl();

    /** The role to log in as; null for the one of {@link #getUrl()}. */
    default @Nullable String getUsername() {
        return null;
    }

    /** The password; null for the one of {@link #getUrl()}. */
    default @Nullable String getPassword() {
        return null;
    }

    /** Who is asked for user and password at each connect, in place of the above; null for nobody. */
    default @Nullable CredentialsSource getCredentials() {
        return null;
    }

    /** The bundle with the keys and the authorities of TLS; null for the one of {@code momoko.ssl.bundle}, if any. */
    default @Nullable SslBundle getSslBundle() {
        return null;
    }
}
