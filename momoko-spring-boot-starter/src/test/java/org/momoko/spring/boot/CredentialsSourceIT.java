package org.momoko.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.momoko.api.Pool;
import org.momoko.config.Credentials;
import org.momoko.config.CredentialsSource;
import org.momoko.spring.boot.autoconfigure.MomokoAutoConfiguration;
import org.momoko.spring.boot.autoconfigure.MomokoConnectionDetails;
import org.momoko.testing.Await;
import org.momoko.testing.Invariants;
import org.momoko.testing.PostgresServer;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Passwords that change while the application runs. */
@ExtendWith(Invariants.class)
class CredentialsSourceIT {
    private final PostgresServer server = PostgresServer.shared();
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(MomokoAutoConfiguration.class))
            .withPropertyValues(ServerKeys.of(server))
            .withPropertyValues("momoko.username=rotated", "momoko.password=");

    private static String user(Pool pool) throws Exception {
        return pool.execute("SELECT current_user")
                .get(20, TimeUnit.SECONDS)
                .fetchAll()
                .get(0)
                .getString(0);
    }

    @Test
    void beanIsAskedAtEachConnectOfTheDefaultPool() {
        server.admin("DROP ROLE IF EXISTS rotated; CREATE ROLE rotated LOGIN PASSWORD 'one'");
        AtomicReference<String> password = new AtomicReference<>("one");
        runner.withBean(
                        CredentialsSource.class,
                        () -> host -> CompletableFuture.completedFuture(Credentials.password(password.get())))
                .run(context -> {
                    Pool pool = context.getBean(Pool.class);
                    assertThat(user(pool)).isEqualTo("rotated");
                    server.admin("ALTER ROLE rotated PASSWORD 'two'");
                    password.set("two");
                    server.terminateBackends("momoko-test");
                    Await.until(
                            "back",
                            () -> pool.execute("SELECT 1")
                                    .handle((done, error) -> error == null)
                                    .join());
                    assertThat(user(pool)).isEqualTo("rotated");
                });
        server.admin("DROP ROLE rotated");
    }

    @Test
    void detailsBringTheirOwn() {
        CredentialsSource source =
                host -> CompletableFuture.completedFuture(new Credentials("app", PostgresServer.password("app")));
        MomokoConnectionDetails details = new MomokoConnectionDetails() {
            @Override
            public String getUrl() {
                // the first does not answer
                return "postgresql://127.0.0.1:1,127.0.0.1:" + server.port() + "/app";
            }

            @Override
            public CredentialsSource getCredentials() {
                return source;
            }
        };
        runner.withBean(MomokoConnectionDetails.class, () -> details)
                .run(context -> assertThat(user(context.getBean(Pool.class))).isEqualTo("app"));
    }
}
