package org.momoko.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.momoko.error.ProgrammingException;

/**
 * Reads a named section of a service file: lines {@code key=value} without blanks around the equals sign and without
 * quotes, comments after {@code #} at the start of a line; the first value of a key counts. Source: libpq, "The
 * Connection Service File".
 */
final class ServiceFile {
    private ServiceFile() {}

    /** Completes the settings from the user's file, or from the system's if the user's has no such section. */
    static void complete(Settings settings, String service, Environment environment) {
        String userFile = environment.variable("PGSERVICEFILE");
        Path path = userFile == null ? environment.serviceFile() : path("PGSERVICEFILE", userFile);
        if (userFile != null && !Files.exists(path)) {
            throw DsnErrors.invalid("service: the file that PGSERVICEFILE names does not exist");
        }
        if (completeFrom(settings, service, path)) {
            return;
        }
        String directory = environment.variable("PGSYSCONFDIR");
        if (directory == null
                || !completeFrom(
                        settings, service, path("PGSYSCONFDIR", directory).resolve("pg_service.conf"))) {
            // A name with other characters may be the rest of a string that is quoted wrongly.
            boolean shown = service.matches("[A-Za-z0-9_.-]{1,40}");
            throw DsnErrors.invalid("service" + (shown ? " \"" + service + "\"" : "") + ": no such section in "
                    + (directory == null ? "the service file" : "the service files"));
        }
    }

    private static boolean completeFrom(Settings settings, String service, Path file) {
        if (!Files.exists(file)) {
            return false;
        }
        boolean inSection = false;
        int number = 0;
        for (String untrimmed : lines(file)) {
            number++;
            String line = untrimmed.strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith("[")) {
                if (inSection) {
                    return true;
                }
                inSection = line.equals("[" + service + "]");
            } else if (inSection) {
                add(settings, line, "line " + number + " of the service file");
            }
        }
        return inSection;
    }

    private static void add(Settings settings, String line, String where) {
        if (line.startsWith("ldap")) {
            throw settings.unsupported(ConnectionKey.SERVICE, "LDAP lookup in " + where);
        }
        int equals = line.indexOf('=');
        if (equals < 0) {
            throw DsnErrors.invalid("service: missing \"=\" in " + where);
        }
        ConnectionKey key = ConnectionKey.find(line.substring(0, equals));
        if (key == null) {
            throw DsnErrors.unknownOption(line.substring(0, equals), " in " + where, false);
        }
        if (key == ConnectionKey.SERVICE) {
            throw DsnErrors.invalid("service: a service cannot refer to another, " + where);
        }
        settings.complete(key, line.substring(equals + 1), where);
    }

    private static List<String> lines(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new ProgrammingException("invalid dsn: service: the service file cannot be read", e);
        }
    }

    private static Path path(String variable, String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw DsnErrors.invalid("service: " + variable + " is not a path");
        }
    }
}
