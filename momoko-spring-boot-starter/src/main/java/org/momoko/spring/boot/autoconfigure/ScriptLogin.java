package org.momoko.spring.boot.autoconfigure;

import java.util.concurrent.CompletableFuture;
import org.momoko.config.ConnectConfig;
import org.momoko.config.Credentials;
import org.springframework.boot.sql.autoconfigure.init.SqlInitializationProperties;
import org.springframework.util.StringUtils;

/** Scripts may run as another role than the pool: {@code spring.sql.init.username} and {@code password}. */
final class ScriptLogin {
    private ScriptLogin() {}

    static ConnectConfig of(ConnectConfig config, SqlInitializationProperties properties) {
        // a database that nobody named is named like the pool's user, and stays that
        ConnectConfig.Builder builder = config.toBuilder().database(config.database());
        String username = properties.getUsername();
        String password = properties.getPassword();
        if (StringUtils.hasText(username)) {
            builder.user(username);
        }
        if (password != null) {
            Credentials credentials = new Credentials(StringUtils.hasText(username) ? username : null, password);
            builder.credentials(host -> CompletableFuture.completedFuture(credentials));
        }
        return builder.build();
    }
}
