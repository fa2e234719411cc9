package org.momoko.spring.boot.testcontainers;

import org.testcontainers.postgresql.PostgreSQLContainer;

/** For {@code @ServiceConnection} on a {@link PostgreSQLContainer}. */
final class PostgresContainerDetailsFactory extends PostgresDetailsFactory<PostgreSQLContainer> {
    PostgresContainerDetailsFactory() {
        super("org.testcontainers.postgresql.PostgreSQLContainer");
    }
}
