package org.momoko.config;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the machine contributes to a connection: variables, the user's name and the places of files. */
final class Environment {
    /** Where Debian and Red Hat put the server's socket; the server's own default is {@code /tmp}. */
    private static final Path SOCKETS = Path.of("/var/run/postgresql");

    private final Map<String, String> variables;
    private final String user;
    private final String defaultHost;
    private final Path passFile;
    private final Path serviceFile;
    private final Path tlsDirectory;

    /**
     * @param user the name of the operating system's user
     * @param defaultHost where to connect if nothing says so
     * @param passFile the password file, unless a setting names another
     * @param serviceFile the service file, unless {@code PGSERVICEFILE} names another
     * @param tlsDirectory holds {@code root.crt}, {@code root.crl}, {@code postgresql.crt} and {@code postgresql.key}
     */
    Environment(
            Map<String, String> variables,
            String user,
            String defaultHost,
            Path passFile,
            Path serviceFile,
            Path tlsDirectory) {
        this.variables = Map.copyOf(variables);
        this.user = user;
        this.defaultHost = defaultHost;
        this.passFile = passFile;
        this.serviceFile = serviceFile;
        this.tlsDirectory = tlsDirectory;
    }

    /** This process: its variables, its user, and libpq's places for files. */
    static Environment system() {
        Map<String, String> variables = System.getenv();
        String user = System.getProperty("user.name", "");
        Path home = Path.of(System.getProperty("user.home", "."));
        String roaming = variables.get("APPDATA");
        if (File.separatorChar == '\\' && roaming != null) {
            Path directory = Path.of(roaming, "postgresql");
            return new Environment(
                    variables,
                    user,
                    "localhost",
                    directory.resolve("pgpass.conf"),
                    directory.resolve(".pg_service.conf"),
                    directory);
        }
        return new Environment(
                variables,
                user,
                Files.isDirectory(SOCKETS) ? SOCKETS.toString() : "/tmp",
                home.resolve(".pgpass"),
                home.resolve(".pg_service.conf"),
                home.resolve(".postgresql"));
    }

    /** The same user and files, but no variables. */
    Environment withoutVariables() {
        return new Environment(Map.of(), user, defaultHost, passFile, serviceFile, tlsDirectory);
    }

    /** The value of a variable; null if it is not set or empty. */
    @Nullable
    String variable(String name) {
        String value = variables.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    String user() {
        return user;
    }

    String defaultHost() {
        return defaultHost;
    }

    Path passFile() {
        return passFile;
    }

    Path serviceFile() {
        return serviceFile;
    }

    /** The path of a file in the directory for TLS; null if there is no such file. */
    @Nullable
    String tlsFile(String name) {
        Path file = tlsDirectory.resolve(name);
        return Files.isRegularFile(file) ? file.toString() : null;
    }

    /**
     * Fills in what a connection string leaves open, first from the service it names, then from variables. Afterwards
     * the settings depend on the environment no more.
     */
    void complete(Settings settings) {
        String service = settings.get(ConnectionKey.SERVICE);
        if (service == null) {
            service = variable("PGSERVICE");
        }
        if (service != null) {
            ServiceFile.complete(settings, service, this);
        }
        settings.remove(ConnectionKey.SERVICE);
        for (ConnectionKey key : ConnectionKey.values()) {
            String variable = key.variable();
            if (variable != null && key != ConnectionKey.SERVICE) {
                String value = variable(variable);
                if (value != null) {
                    settings.complete(key, value, variable);
                }
            }
        }
        String timeZone = variable("PGTZ");
        if (timeZone != null) {
            // In front: a TimeZone among the options is meant for this connection and counts.
            String options = settings.get(ConnectionKey.OPTIONS);
            String preset = ServerOptions.format("TimeZone", timeZone);
            settings.set(ConnectionKey.OPTIONS, options == null ? preset : preset + " " + options);
        }
    }
}
