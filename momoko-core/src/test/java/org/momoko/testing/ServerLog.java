package org.momoko.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads what a PostgreSQL server wrote to its standard error. */
final class ServerLog {

    /** Value of {@code log_line_prefix}: application name and process id. */
    static final String LINE_PREFIX = "%a|%p|";

    private static final String STATEMENT = "LOG:  statement: ";

    private final Path file;

    ServerLog(Path file) {
        this.file = file;
    }

    Path file() {
        return file;
    }

    /**
     * One element per log line as the server meant it: the server puts a tab after each line break inside a message
     * (append_with_tabs in elog.c), which is taken back here.
     */
    List<String> lines() {
        String text;
        try {
            text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> lines = new ArrayList<>();
        int start = 0;
        int end = text.indexOf('\n');
        while (end >= 0) {
            boolean continues = end + 1 < text.length() && text.charAt(end + 1) == '\t';
            if (!continues) {
                lines.add(text.substring(start, end).replace("\n\t", "\n"));
                start = end + 1;
            }
            end = text.indexOf('\n', end + 1);
        }
        return lines;
    }

    /** The texts that arrived in simple Query messages of sessions with this application name, oldest first, byte for byte. */
    List<String> statements(String applicationName) {
        List<String> statements = new ArrayList<>();
        for (String line : lines()) {
            int process = applicationName.length() + 1;
            if (!line.startsWith(applicationName + "|")) {
                continue;
            }
            int message = line.indexOf('|', process) + 1;
            if (message > 0 && line.startsWith(STATEMENT, message)) {
                statements.add(line.substring(message + STATEMENT.length()));
            }
        }
        return statements;
    }

    /** The end of the log, for messages about a server that does not start. */
    String tail() {
        List<String> lines = lines();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }
}
