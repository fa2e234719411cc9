package org.momoko.internal.protocol;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The command tags that are recognised byte by byte, without making a string of them. Those with a number of rows are
 * the ones that {@code src/include/tcop/cmdtaglist.h} of PostgreSQL 18 marks so.
 */
final class CommonCommandTags {
    /** Tags with fewer rows than this exist once; most statements of an application touch a few rows. */
    private static final int SHARED_ROW_COUNTS = 64;

    /** A long holds every number of so many digits. */
    private static final int MAX_DIGITS = 18;

    private static final String[] COUNTED = {"SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "FETCH", "MOVE", "COPY"};

    private static final String[] PLAIN = {
        "BEGIN",
        "COMMIT",
        "ROLLBACK",
        "START TRANSACTION",
        "SAVEPOINT",
        "RELEASE",
        "SET",
        "RESET",
        "SHOW",
        "DISCARD ALL",
        "LISTEN",
        "UNLISTEN",
        "NOTIFY",
        "CALL",
        "DO",
        "DECLARE CURSOR",
        "CLOSE CURSOR",
        "DEALLOCATE",
        "TRUNCATE TABLE",
        "CREATE TABLE",
        "ALTER TABLE",
        "DROP TABLE",
        "CREATE INDEX",
    };

    /** By the first letter of the tag. */
    private static final Pattern[][] BY_LETTER = byLetter();

    private CommonCommandTags() {}

    /** The tag in a body, which is not changed; null when it is none of the common ones. */
    static @Nullable CommandTag find(ByteBuf body, int start, int bodyLength) {
        int length = bodyLength - 1;
        if (length < 1 || body.getByte(start + length) != 0) {
            return null;
        }
        int letter = body.getByte(start) - 'A';
        if (letter < 0 || letter >= BY_LETTER.length) {
            return null;
        }
        for (Pattern pattern : BY_LETTER[letter]) {
            if (pattern.startsTag(body, start, length)) {
                return pattern.tag(body, start, length);
            }
        }
        return null;
    }

    private static Pattern[][] byLetter() {
        List<List<Pattern>> lists = new ArrayList<>();
        for (int letter = 'A'; letter <= 'Z'; letter++) {
            lists.add(new ArrayList<>());
        }
        for (String command : COUNTED) {
            String prefix = command.equals("INSERT") ? "INSERT 0 " : command + " ";
            CommandTag[] shared = new CommandTag[SHARED_ROW_COUNTS];
            for (int rows = 0; rows < SHARED_ROW_COUNTS; rows++) {
                shared[rows] = new CommandTag(command, rows, null);
            }
            lists.get(command.charAt(0) - 'A').add(new Pattern(command, prefix, true, shared));
        }
        for (String command : PLAIN) {
            CommandTag[] shared = {new CommandTag(command, CommandTag.NO_ROWS, null)};
            lists.get(command.charAt(0) - 'A').add(new Pattern(command, command, false, shared));
        }
        Pattern[][] byLetter = new Pattern[lists.size()][];
        for (int i = 0; i < byLetter.length; i++) {
            byLetter[i] = lists.get(i).toArray(new Pattern[0]);
        }
        return byLetter;
    }

    /** One command: the bytes of its tag, up to the number of rows if it is {@code counted}. */
    private static final class Pattern {
        private final String command;
        private final byte[] bytes;
        private final boolean counted;
        private final CommandTag[] shared;

        Pattern(String command, String text, boolean counted, CommandTag[] shared) {
            this.command = command;
            this.bytes = text.getBytes(StandardCharsets.US_ASCII);
            this.counted = counted;
            this.shared = shared;
        }

        boolean startsTag(ByteBuf body, int start, int length) {
            if (counted ? length <= bytes.length : length != bytes.length) {
                return false;
            }
            for (int i = 0; i < bytes.length; i++) {
                if (body.getByte(start + i) != bytes[i]) {
                    return false;
                }
            }
            return true;
        }

        @Nullable
        CommandTag tag(ByteBuf body, int start, int length) {
            if (!counted) {
                return shared[0];
            }
            long rows = number(body, start + bytes.length, start + length);
            if (rows < 0) {
                return null;
            }
            return rows < shared.length ? shared[(int) rows] : new CommandTag(command, rows, null);
        }

        /** The decimal number in these bytes; -1 unless they are the usual way to write it. */
        private static long number(ByteBuf body, int from, int to) {
            if (to - from > MAX_DIGITS || (to - from > 1 && body.getByte(from) == '0')) {
                return -1;
            }
            long number = 0;
            for (int i = from; i < to; i++) {
                int digit = body.getByte(i) - '0';
                if (digit < 0 || digit > 9) {
                    return -1;
                }
                number = number * 10 + digit;
            }
            return number;
        }
    }
}
