package org.momoko.spring.boot;

import org.momoko.testing.PostgresServer;

/** The keys of an application whose default pool connects to a test's server, and at once. */
public final class ServerKeys {
    private ServerKeys() {}

    /** Role and database {@code app}; a key that is set later wins. */
    public static String[] of(PostgresServer server) {
        return new String[] {
            "momoko.host=" + server.host(),
            "momoko.port=" + server.port(),
            "momoko.database=app",
            "momoko.username=app",
            "momoko.password=" + PostgresServer.password("app"),
            "momoko.application-name=momoko-test",
            "momoko.pool.startup=fail-fast"
        };
    }
}
