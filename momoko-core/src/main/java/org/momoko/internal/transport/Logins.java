package org.momoko.internal.transport;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.momoko.config.ConnectConfig;
import org.momoko.config.Credentials;
import org.momoko.config.CredentialsSource;
import org.momoko.config.HostSpec;
import org.momoko.error.OperationalException;
import org.momoko.internal.session.Login;

/** Asks the user's source of credentials who to be at a host; on a worker, since it may block. */
final class Logins {
    private Logins() {}

    /** Fails with an error that names the source when that fails or gives nothing; its message holds none of its words. */
    static CompletableFuture<Login> ask(Connector connector, HostSpec host) {
        ConnectConfig config = connector.config();
        CredentialsSource source = Objects.requireNonNull(config.credentials());
        CompletableFuture<CompletionStage<Credentials>> asked = CompletableFuture.supplyAsync(
                () -> Objects.requireNonNull(source.credentials(host), "the source returned null"),
                connector.loops().worker());
        return asked.thenCompose(stage -> stage).handle((given, error) -> login(config, given, error));
    }

    private static Login login(ConnectConfig config, @Nullable Credentials given, @Nullable Throwable error) {
        if (given != null) {
            return Login.of(config, given);
        }
        if (error == null) {
            throw new OperationalException("the credentials source gave none");
        }
        Throwable cause = ConnectFailures.unwrap(error);
        throw new OperationalException(
                "the credentials source failed with " + cause.getClass().getName(), cause);
    }
}
