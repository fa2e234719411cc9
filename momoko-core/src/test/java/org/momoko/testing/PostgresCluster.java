package org.momoko.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files of one PostgreSQL server: data directory with roles, settings and access rules, certificates, log and Unix socket, all in
 * one temporary directory.
 *
 * @param directory holds everything, the Unix socket too
 * @param postgresBinary the server program that the embedded binaries brought
 * @param port on 127.0.0.1, and in the name of the Unix socket
 */
record PostgresCluster(Path directory, String postgresBinary, int port, TestCertificates certificates) {

    /** First match wins, so the rules of single roles stand before the rule for all. */
    private static final List<String> ACCESS_RULES = List.of(
            "local     all all                   trust",
            "hostssl   all tlsuser   all scram-sha-256",
            "host      all tlsuser   all reject",
            "hostnossl all plainuser all scram-sha-256",
            "host      all plainuser all reject",
            "hostssl   all certuser  all cert",
            "host      all certuser  all reject",
            "host      all md5user   all md5",
            "host      all clearuser all password",
            "host      all trustuser all trust",
            "host      all all       all scram-sha-256",
            "host      replication all all scram-sha-256");

    Path data() {
        return directory.resolve("data");
    }

    ServerLog log() {
        return new ServerLog(directory.resolve("server.log"));
    }

    /** Makes the files; the server is not running afterwards. */
    static PostgresCluster create(PostgresServer.Options options) {
        Path directory = TempDirectory.create("mkpg");
        try {
            Path data = directory.resolve("data");
            PostgresTemplate.copyTo(data);
            TestCertificates certificates = TestCertificates.create(directory, "certuser");
            int port = Ports.unused();
            appendSettings(data, settings(directory, port, certificates, options));
            writeAccessRules(data, options);
            return new PostgresCluster(directory, PostgresTemplate.binary(data), port, certificates);
        } catch (IOException | SQLException | RuntimeException e) {
            TempDirectory.delete(directory);
            throw new IllegalStateException("could not make a PostgreSQL server in " + directory, e);
        }
    }

    /** Copies the files of this server, which must not be running, so that the copy streams from it when both are started. */
    PostgresCluster standby() {
        Path copied = TempDirectory.create("mksb");
        try {
            PostgresCluster standby = new PostgresCluster(copied, postgresBinary, Ports.unused(), certificates);
            TempDirectory.copy(data(), standby.data());
            appendSettings(
                    standby.data(),
                    Map.of(
                            "port", Integer.toString(standby.port()),
                            "unix_socket_directories", copied.toString(),
                            "primary_conninfo", conninfo()));
            Files.createFile(standby.data().resolve("standby.signal"));
            return standby;
        } catch (IOException | RuntimeException e) {
            TempDirectory.delete(copied);
            throw new IllegalStateException("could not copy the PostgreSQL server in " + directory, e);
        }
    }

    private String conninfo() {
        return "host=127.0.0.1 port=" + port + " user=postgres password=" + PostgresServer.password("postgres");
    }

    private static Map<String, String> settings(
            Path directory, int port, TestCertificates certificates, PostgresServer.Options options) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("listen_addresses", "127.0.0.1");
        settings.put("port", Integer.toString(port));
        settings.put("unix_socket_directories", directory.toString());
        settings.put("max_connections", "200");
        settings.put("max_prepared_transactions", "10");
        settings.put("fsync", "off");
        settings.put("full_page_writes", "off");
        settings.put("timezone", "UTC");
        settings.put("log_statement", "all");
        settings.put("log_line_prefix", ServerLog.LINE_PREFIX);
        settings.put("ssl", "on");
        settings.put("ssl_ca_file", certificates.caFile().toString());
        settings.put("ssl_cert_file", certificates.serverCertificate().toString());
        settings.put("ssl_key_file", certificates.serverKey().toString());
        settings.putAll(options.settings());
        return settings;
    }

    private static void appendSettings(Path data, Map<String, String> settings) throws IOException {
        StringBuilder text = new StringBuilder("\n");
        settings.forEach((name, value) -> text.append(name)
                .append(" = '")
                .append(value.replace("'", "''"))
                .append("'\n"));
        Files.writeString(data.resolve("postgresql.conf"), text, StandardOpenOption.APPEND);
    }

    private static void writeAccessRules(Path data, PostgresServer.Options options) throws IOException {
        String rules = String.join("\n", options.accessRules()) + "\n" + String.join("\n", ACCESS_RULES) + "\n";
        Files.writeString(data.resolve("pg_hba.conf"), rules);
    }

    /** Deletes all files; the server must not be running. */
    void delete() {
        try {
            TempDirectory.delete(directory);
        } catch (UncheckedIOException e) {
            // a backend that is just ending may still write: once more settles it
            TempDirectory.delete(directory);
        }
    }
}
