package org.momoko.spring.boot.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * Where the server is and who to be there. A bean of this type replaces what {@code momoko.url}, {@code momoko.host},
 * {@code momoko.port}, {@code momoko.database}, {@code momoko.username} and {@code momoko.password} say; all other
 * properties still apply.
 */
public interface MomokoConnectionDetails extends ConnectionDetails {

    /**
     * The server and the database as libpq writes them, {@code postgresql://host:5432/database} or {@code host=…
     * dbname=…}. What it leaves open comes from the {@code PG…} environment variables and libpq's defaults.
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
}
