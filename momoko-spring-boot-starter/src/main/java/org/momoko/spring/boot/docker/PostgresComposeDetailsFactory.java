package org.momoko.spring.boot.docker;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.momoko.spring.boot.autoconfigure.MomokoConnectionDetails;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionDetailsFactory;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.util.StringUtils;

/**
 * For services of the images {@code postgres} and {@code bitnami/postgresql}. Another image is taken for one of these with
 * the label {@code org.springframework.boot.service-connection=postgres}.
 */
final class PostgresComposeDetailsFactory extends DockerComposeConnectionDetailsFactory<MomokoConnectionDetails> {
    /** A label with settings of libpq, as they stand behind the question mark of a URI. */
    static final String PARAMETERS = "org.momoko.parameters";

    private static final String[] IMAGES = {"postgres", "bitnami/postgresql", "bitnamilegacy/postgresql"};
    private static final int PORT = 5432;

    PostgresComposeDetailsFactory() {
        super(IMAGES);
    }

    @Override
    protected MomokoConnectionDetails getDockerComposeConnectionDetails(DockerComposeConnectionSource source) {
        return new Details(source.getRunningService());
    }

    private static final class Details extends DockerComposeConnectionDetails implements MomokoConnectionDetails {
        private final String url;
        private final PostgresEnvironment environment;
        private final @Nullable SslBundle sslBundle;

        Details(RunningService service) {
            super(service);
            environment = PostgresEnvironment.of(service.env());
            String parameters = service.labels().get(PARAMETERS);
            url = "postgresql://" + host(service) + ":" + service.ports().get(PORT) + "/"
                    + URLEncoder.encode(environment.database(), StandardCharsets.UTF_8)
                            .replace("+", "%20")
                    + (StringUtils.hasText(parameters) ? "?" + parameters : "");
            sslBundle = getSslBundle(service);
        }

        /** A Docker host may be told as an IPv6 address. */
        private static String host(RunningService service) {
            String host = service.host();
            return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
        }

        @Override
        public String getUrl() {
            return url;
        }

        @Override
        public String getUsername() {
            return environment.username();
        }

        @Override
        public @Nullable String getPassword() {
            return environment.password();
        }

        @Override
        public @Nullable SslBundle getSslBundle() {
            return sslBundle;
        }
    }
}
