package org.momoko.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads what a PostgreSQL server wrote to its standard error. */
final class ServerLog {

    /** Value of {@code log_line_prefix}: application name and process id. */
    static final String LINE_PREFIX = "%a|%p|";

    private static final String STATEMENT = "LOG:  statement: ";
    private static final byte[] CONTINUED = {'\t'};

    private final Path file;

    ServerLog(Path file) {
        this.file = file;
    }

    Path file() {
        return file;
    }

    /** One element per log line as the server meant it. */
    List<String> lines() {
        return lines((log, start) -> true);
    }

    /** The lines of the session that this server process serves. */
    List<String> lines(int processId) {
        byte[] process = (processId + "|").getBytes(StandardCharsets.UTF_8);
        return lines((log, start) -> {
            int index = start;
            while (log.get(index) != '|' && log.get(index) != '\n') {
                index++;
            }
            return startsWith(log, index + 1, process);
        });
    }

    /** The texts that arrived in simple Query messages of sessions with this application name, oldest first, byte for byte. */
    List<String> statements(String applicationName) {
        byte[] name = (applicationName + "|").getBytes(StandardCharsets.UTF_8);
        List<String> statements = new ArrayList<>();
        for (String line : lines((log, start) -> startsWith(log, start, name))) {
            int message = line.indexOf('|', applicationName.length() + 1) + 1;
            if (message > 0 && line.startsWith(STATEMENT, message)) {
                statements.add(line.substring(message + STATEMENT.length()));
            }
        }
        return statements;
    }

    /** Whether the line that starts here is wanted; the log ends with a line break. */
    private interface Wanted {
        boolean at(ByteBuffer log, int start);
    }

    /** Reads the wanted lines only, since the log of a whole run has some hundred megabytes. */
    private List<String> lines(Wanted wanted) {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer log = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            List<String> lines = new ArrayList<>();
            int start = 0;
            for (int index = 0; index < log.limit(); index++) {
                if (log.get(index) == '\n' && !startsWith(log, index + 1, CONTINUED)) {
                    if (wanted.at(log, start)) {
                        lines.add(text(log, start, index));
                    }
                    start = index + 1;
                }
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The server puts a tab after each line break inside a message (append_with_tabs in elog.c), which is taken back here. */
    private static String text(ByteBuffer log, int start, int end) {
        return StandardCharsets.UTF_8
                .decode(log.slice(start, end - start))
                .toString()
                .replace("\n\t", "\n");
    }

    private static boolean startsWith(ByteBuffer log, int start, byte[] beginning) {
        if (log.limit() - start < beginning.length) {
            return false;
        }
        for (int i = 0; i < beginning.length; i++) {
            if (log.get(start + i) != beginning[i]) {
                return false;
            }
        }
        return true;
    }

    /** The end of the log, for messages about a server that does not start. */
    String tail() {
        List<String> lines = lines();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }
}
