package org.momoko.spring.boot.docker;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the environment of a PostgreSQL image says of its database; both the official image's variables and Bitnami's.
 * {@link #toString()} does not show the password.
 *
 * @param password null where the server lets everybody in
 */
record PostgresEnvironment(String username, @Nullable String password, String database) {
    private static final String SUPERUSER = "postgres";

    /** @throws IllegalStateException if there is no password, and the server is not said to do without */
    static PostgresEnvironment of(Map<String, @Nullable String> variables) {
        String username = first(variables, "POSTGRES_USER", "POSTGRESQL_USER", "POSTGRESQL_USERNAME");
        String database = first(variables, "POSTGRES_DB", "POSTGRESQL_DB", "POSTGRESQL_DATABASE");
        String password = first(variables, "POSTGRES_PASSWORD", "POSTGRESQL_PASSWORD");
        if (password == null && !trusting(variables)) {
            throw new IllegalStateException("The PostgreSQL service of Docker Compose has no password: set"
                    + " POSTGRES_PASSWORD, or POSTGRES_HOST_AUTH_METHOD=trust for a server that lets everybody in");
        }
        String user = username == null ? SUPERUSER : username;
        return new PostgresEnvironment(user, password, database == null ? user : database);
    }

    private static boolean trusting(Map<String, @Nullable String> variables) {
        String empty = variables.get("ALLOW_EMPTY_PASSWORD");
        return "trust".equals(variables.get("POSTGRES_HOST_AUTH_METHOD"))
                || "yes".equalsIgnoreCase(empty)
                || "true".equalsIgnoreCase(empty);
    }

    /** Empty is as good as not set, as both images see it. */
    private static @Nullable String first(Map<String, @Nullable String> variables, String... names) {
        for (String name : names) {
            String value = variables.get(name);
            if (value != null && !value.isEmpty()) {
                return value;
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return "PostgresEnvironment[username=" + username + ", database=" + database + "]";
    }
}
