package org.momoko.spring.boot.testcontainers;

import org.jspecify.annotations.Nullable;
import org.momoko.spring.boot.autoconfigure.MomokoConnectionDetails;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;
import org.testcontainers.containers.JdbcDatabaseContainer;

/**
 * Makes the connection details of a PostgreSQL container. Host and port are asked when they are needed, since that starts
 * the container.
 *
 * @param <C> the type of the container
 */
abstract class PostgresDetailsFactory<C extends JdbcDatabaseContainer<?>>
        extends ContainerConnectionDetailsFactory<C, MomokoConnectionDetails> {
    private static final int PORT = 5432;

    /** @param containerClass without which there is nothing to do */
    PostgresDetailsFactory(String containerClass) {
        super(ANY_CONNECTION_NAME, containerClass);
    }

    @Override
    protected MomokoConnectionDetails getContainerConnectionDetails(ContainerConnectionSource<C> source) {
        return new Details<>(source);
    }

    private static final class Details<C extends JdbcDatabaseContainer<?>> extends ContainerConnectionDetails<C>
            implements MomokoConnectionDetails {

        Details(ContainerConnectionSource<C> source) {
            super(source);
        }

        @Override
        public String getUrl() {
            C container = getContainer();
            String database = container.getDatabaseName().replace("\\", "\\\\").replace("'", "\\'");
            return "host=" + container.getHost() + " port=" + container.getMappedPort(PORT) + " dbname='" + database
                    + "'";
        }

        @Override
        public String getUsername() {
            return getContainer().getUsername();
        }

        @Override
        public String getPassword() {
            return getContainer().getPassword();
        }

        @Override
        public @Nullable SslBundle getSslBundle() {
            return super.getSslBundle();
        }
    }
}
