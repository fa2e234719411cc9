package org.momoko.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.momoko.api.Connection;
import org.momoko.error.ConnectException;
import org.momoko.testing.Await;
import org.momoko.testing.Contract;
import org.momoko.testing.Invariants;
import org.momoko.testing.PostgresServer;

/** Proving who we are, and demanding proof of the server. */
class AuthenticationIT {
    private static final PostgresServer SERVER = PostgresServer.shared();

    @RegisterExtension
    static final Invariants invariants = new Invariants();

    private static String as(String role, String... more) {
        String dsn = SERVER.dsn("user=" + role, "password=" + PostgresServer.password(role));
        return more.length == 0 ? dsn : dsn + " " + String.join(" ", more);
    }

    private static void logsIn(String dsn, String role) {
        try (Connection connection = Connecting.open(dsn)) {
            assertThat(Connecting.value(connection, "SELECT current_user")).isEqualTo(role);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"trustuser", "clearuser", "md5user", "app"})
    @Contract("3.7 Auth methods")
    void everyMethodLogsInWithAndWithoutTls(String role) {
        logsIn(as(role, "sslmode=disable"), role);
        logsIn(as(role, "sslmode=require"), role);
    }

    @ParameterizedTest
    @ValueSource(strings = {"clearuser", "md5user", "app", "nobody"})
    void wrongPasswordIs28P01WhateverTheMethod(String role) {
        Invariants.secret("not-the-password");
        ConnectException error = Connecting.failure(as(role, "password=not-the-password"));
        assertThat(error)
                .hasMessage("connection to server at 127.0.0.1:" + SERVER.port()
                        + " failed: FATAL: password authentication failed for user \"" + role + "\"")
                .hasFieldOrPropertyWithValue("fields.sqlState", "28P01");
    }

    @ParameterizedTest
    @ValueSource(strings = {"clearuser", "md5user", "app"})
    void missingPasswordIsSaidBeforeTheServerHasToGuess(String role) {
        assertThat(Connecting.failure(as(role, "password=''")))
                .hasMessage("connection to server at 127.0.0.1:" + SERVER.port()
                        + " failed: no password supplied: the server asks for one");
    }

    @Test
    void passwordOutsideAsciiIsPreparedAsTheServerDoes() {
        SERVER.admin("CREATE ROLE prepared LOGIN PASSWORD 'pass\u00a0w\u00f6rt\u00ad'");
        try {
            logsIn(SERVER.dsn("user=prepared", "password='pass w\u00f6rt'"), "prepared");
        } finally {
            SERVER.admin("DROP ROLE prepared");
        }
    }

    @Test
    @Contract("3.7 password")
    void passwordComesFromThePasswordFile(@TempDir Path directory) throws IOException {
        Path file = Files.createFile(
                directory.resolve("passfile"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                file, "127.0.0.1:" + SERVER.port() + ":app:md5user:" + PostgresServer.password("md5user") + "\n");
        logsIn("host=127.0.0.1 port=" + SERVER.port() + " dbname=app user=md5user passfile=" + file, "md5user");
    }

    @Test
    @Contract("3.7 channel_binding")
    void channelBindingIsUsedWhereItIsRequired() {
        logsIn(as("app", "sslmode=require", "channel_binding=require"), "app");
        logsIn(as("app", "sslmode=require", "channel_binding=disable"), "app");
        assertThat(Connecting.failure(as("app", "sslmode=disable", "channel_binding=require")))
                .hasMessageEndingWith("channel_binding=require needs TLS");
    }

    @ParameterizedTest
    @CsvSource({
        "md5user,channel_binding=require but the server asks for md5",
        "clearuser,channel_binding=require but the server asks for password",
        "trustuser,channel_binding=require but the server did not authenticate with channel binding",
    })
    @Contract({"3.7 channel_binding", "PEERS CVE-2025-49146"})
    void requiredChannelBindingAcceptsNoOtherMethod(String role, String reason) {
        assertThat(Connecting.failure(as(role, "sslmode=require", "channel_binding=require")))
                .hasMessageEndingWith(reason.replace("require but", "require, but"));
    }

    @ParameterizedTest
    @CsvSource({
        "app,scram-sha-256",
        "md5user,'scram-sha-256,md5'",
        "clearuser,!md5",
        "trustuser,none",
        "trustuser,'!password,!md5'",
    })
    @Contract("3.7 require_auth")
    void allowedMethodLogsIn(String role, String allowed) {
        logsIn(as(role, "require_auth=" + allowed), role);
    }

    @ParameterizedTest
    @CsvSource({
        "md5user,scram-sha-256,md5",
        "clearuser,!password,password",
        "clearuser,'scram-sha-256,md5',password",
        "trustuser,scram-sha-256,none",
        "trustuser,!none,none",
        "app,!scram-sha-256,scram-sha-256",
    })
    @Contract("3.7 require_auth")
    void methodThatIsNotAllowedIsRefused(String role, String allowed, String method) {
        assertThat(Connecting.failure(as(role, "require_auth=" + allowed)))
                .hasMessage("connection to server at 127.0.0.1:" + SERVER.port()
                        + " failed: require_auth does not allow the method that the server uses: " + method);
    }

    @Test
    @Contract({"3.7 max_protocol_version", "S43"})
    void newestProtocolHasALongCancelKey() {
        try (Connection connection = Connecting.open(as("app", "max_protocol_version=latest"))) {
            var sleep = connection.execute("SELECT pg_sleep(30)");
            Await.until(
                    "running",
                    () -> SERVER.sessions("momoko-test").stream()
                            .anyMatch(session -> "active".equals(session.state())));
            Connecting.get(connection.cancel());
            assertThat(Connecting.error(sleep)).hasFieldOrPropertyWithValue("fields.sqlState", "57014");
        }
    }
}
