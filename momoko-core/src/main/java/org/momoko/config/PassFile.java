package org.momoko.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A password file: lines {@code host:port:database:user:password}, where {@code *} matches anything and a backslash
 * takes the next character literally; the first line that matches counts. Source: libpq, "The Password File".
 */
final class PassFile {
    private static final Logger LOGGER = LoggerFactory.getLogger(PassFile.class);
    private static final Set<PosixFilePermission> FOR_OTHERS =
            EnumSet.range(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_EXECUTE);

    private final List<String> lines;

    private PassFile(List<String> lines) {
        this.lines = lines;
    }

    /** Reads the file. One that is missing, not a plain file, or open to other users counts as empty. */
    static PassFile read(Path file) {
        try {
            if (!Files.exists(file)) {
                return new PassFile(List.of());
            }
            if (!Files.isRegularFile(file)) {
                LOGGER.warn("Password file {} is ignored: it is not a plain file", file);
                return new PassFile(List.of());
            }
            PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
            if (view != null && view.readAttributes().permissions().stream().anyMatch(FOR_OTHERS::contains)) {
                LOGGER.warn("Password file {} is ignored: others may access it; its permissions should be 0600", file);
                return new PassFile(List.of());
            }
            return new PassFile(new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
        } catch (IOException e) {
            LOGGER.warn("Password file {} is ignored: {}", file, e.toString());
            return new PassFile(List.of());
        }
    }

    /** The password for a host; null if no line matches. */
    @Nullable
    String find(HostSpec host, String database, String user) {
        String[] keys = {host.host(), Integer.toString(host.port()), database, user};
        for (String line : lines) {
            String password = line.startsWith("#") ? null : match(line, keys, host.unixSocket());
            if (password != null) {
                return password;
            }
        }
        return null;
    }

    private static @Nullable String match(String line, String[] keys, boolean unixSocket) {
        int position = 0;
        for (int i = 0; i < keys.length; i++) {
            int end = fieldEnd(line, position);
            if (end == line.length()) {
                return null;
            }
            String raw = line.substring(position, end);
            String field = unescape(raw);
            boolean matches =
                    raw.equals("*") || field.equals(keys[i]) || (i == 0 && unixSocket && field.equals("localhost"));
            if (!matches) {
                return null;
            }
            position = end + 1;
        }
        return unescape(line.substring(position, fieldEnd(line, position)));
    }

    private static int fieldEnd(String line, int start) {
        int index = start;
        while (index < line.length() && line.charAt(index) != ':') {
            index += line.charAt(index) == '\\' ? 2 : 1;
        }
        return Math.min(index, line.length());
    }

    private static String unescape(String field) {
        if (field.indexOf('\\') < 0) {
            return field;
        }
        StringBuilder plain = new StringBuilder(field.length());
        for (int i = 0; i < field.length(); i++) {
            if (field.charAt(i) == '\\' && i + 1 < field.length()) {
                i++;
            }
            plain.append(field.charAt(i));
        }
        return plain.toString();
    }
}
