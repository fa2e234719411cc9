package org.momoko.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Invariants.class)
class InvariantsIT {

    private final Invariants invariants = new Invariants(Duration.ofMillis(300));
    private final PostgresServer server = PostgresServer.shared();

    @Test
    void sessionLeftBehindIsReported() throws SQLException {
        try (Connection connection = server.jdbc();
                Statement statement = connection.createStatement()) {
            statement.execute("SET application_name = 'momoko-test-left'");
            assertThatThrownBy(() -> invariants.verifyTest(new ThreadWatch()))
                    .hasMessage("session left: momoko-test-left: 1 idle");
        }
        invariants.verifyTest(new ThreadWatch());
    }

    @Test
    void openTransactionOfAnybodyIsReported() throws SQLException {
        try (Connection connection = server.jdbc();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            assertThat(statement.execute("SELECT 1")).isTrue();
            assertThatThrownBy(() -> invariants.verifyTest(new ThreadWatch()))
                    .hasMessage("session left: momoko-admin: 1 idle in transaction");
        }
    }

    @Test
    void sharedServerLeftFrozenIsReported() {
        server.freeze();
        assertThatThrownBy(() -> invariants.verifyTest(new ThreadWatch())).hasMessageContaining("stopped or frozen");
        server.thaw();
    }
}
