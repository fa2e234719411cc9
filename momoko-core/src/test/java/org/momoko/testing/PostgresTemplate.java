package org.momoko.testing;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The data directory that initdb makes, with the roles and the database of {@link PostgresServer}. Each server gets a copy, since initdb
 * takes seconds; it stays in the build directory, for the next JVM and the next build.
 */
final class PostgresTemplate {

    private static final Duration FIRST_START_LIMIT = Duration.ofSeconds(60);
    private static final String LOCALE = "C";

    private PostgresTemplate() {}

    /** Makes the data directory of a server that has never run. */
    static synchronized void copyTo(Path data) throws IOException, SQLException {
        Path directory = Files.createDirectories(Path.of("target", "postgres"));
        Path template = directory.resolve(key());
        try (FileChannel file = FileChannel.open(
                        directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = file.lock()) {
            if (held.isValid() && !usable(template)) {
                make(template);
            }
        }
        TempDirectory.copy(template, data);
    }

    /** The server program of a data directory: the first word of what a server writes into postmaster.opts when it starts. */
    static String binary(Path data) throws IOException {
        String commandLine = Files.readString(data.resolve("postmaster.opts"));
        return commandLine.substring(0, commandLine.indexOf(" \""));
    }

    /** What the directory depends on: the server of the class path, and the statements below. */
    private static String key() throws IOException {
        String system = System.getProperty("os.name").startsWith("Mac") ? "Darwin" : System.getProperty("os.name");
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(String.join("\n", roles()).getBytes(StandardCharsets.UTF_8));
            try (InputStream archive =
                    DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, System.getProperty("os.arch"))) {
                new DigestInputStream(archive, digest).transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether it is there, and so is the server, which lies unpacked outside of the build directory. */
    private static boolean usable(Path template) throws IOException {
        return Files.exists(template) && Files.isExecutable(Path.of(binary(template)));
    }

    /**
     * Has the embedded binaries unpacked, initdb run and roles made. The library's own server is used for that only: it cannot be
     * crashed and started again.
     */
    private static void make(Path template) throws IOException, SQLException {
        Path directory = TempDirectory.create("mktm");
        Path data = directory.resolve("data");
        Path unfinished = template.resolveSibling("unfinished");
        try {
            try (EmbeddedPostgres embedded = EmbeddedPostgres.builder()
                            .setDataDirectory(data)
                            .setCleanDataDirectory(false)
                            .setLocaleConfig("locale", LOCALE)
                            .setServerConfig("unix_socket_directories", directory.toString())
                            .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
                            .setPGStartupWait(FIRST_START_LIMIT)
                            .start();
                    Connection connection = embedded.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                for (String sql : roles()) {
                    statement.execute(sql);
                }
            }
            for (Path stale : List.of(template, unfinished)) {
                if (Files.exists(stale)) {
                    TempDirectory.delete(stale);
                }
            }
            TempDirectory.copy(data, unfinished);
            Files.move(unfinished, template, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            TempDirectory.delete(directory);
        }
    }

    private static List<String> roles() {
        List<String> statements = new ArrayList<>();
        statements.add("SET password_encryption = 'scram-sha-256'");
        statements.add("ALTER ROLE postgres PASSWORD '" + PostgresServer.password("postgres") + "'");
        for (String role : List.of("app", "tlsuser", "plainuser", "clearuser")) {
            statements.add("CREATE ROLE " + role + " LOGIN PASSWORD '" + PostgresServer.password(role) + "'");
        }
        statements.add("CREATE ROLE trustuser LOGIN");
        statements.add("CREATE ROLE certuser LOGIN");
        statements.add("SET password_encryption = 'md5'");
        statements.add("CREATE ROLE md5user LOGIN PASSWORD '" + PostgresServer.password("md5user") + "'");
        statements.add("CREATE DATABASE app OWNER app");
        return statements;
    }
}
