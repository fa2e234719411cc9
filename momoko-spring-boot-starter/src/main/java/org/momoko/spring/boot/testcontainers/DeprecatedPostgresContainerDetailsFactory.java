package org.momoko.spring.boot.testcontainers;

/** For {@code @ServiceConnection} on the container's class of Testcontainers 1, which version 2 still has. */
@SuppressWarnings("deprecation")
final class DeprecatedPostgresContainerDetailsFactory
        extends PostgresDetailsFactory<org.testcontainers.containers.PostgreSQLContainer<?>> {
    DeprecatedPostgresContainerDetailsFactory() {
        super("org.testcontainers.containers.PostgreSQLContainer");
    }
}
