package org.momoko.internal.protocol;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import org.momoko.error.ProtocolException;
import org.momoko.internal.wire.BodyReader;

/**
 * What CommandComplete, backend message 'C' (PostgreSQL manual, Message Formats), reports: cstring tag, such as
 * {@code SELECT 1}, {@code INSERT 0 5} or {@code CREATE TABLE}.
 *
 * <p>Reading a tag that is common makes no object while the number of rows is small, and one without text otherwise.
 */
public final class CommandTag {
    /** {@link #rows} of a command that reports no number of rows. */
    public static final long NO_ROWS = -1;

    private final String command;
    private final long rows;
    private final @Nullable String text;

    CommandTag(String command, long rows, @Nullable String text) {
        this.command = command;
        this.rows = rows;
        this.text = text;
    }

    /**
     * Reads the body, in place.
     *
     * @param index of the body in the buffer, which is not changed
     * @throws ProtocolException if the body is not one string that ends with the body
     */
    public static CommandTag read(ByteBuf buffer, int index, int length) {
        CommandTag common = CommonCommandTags.find(buffer, index, length);
        if (common != null) {
            return common;
        }
        BodyReader in = new BodyReader("CommandComplete", buffer.slice(index, length));
        String text = in.cString("command tag");
        in.end();
        return uncommon(text);
    }

    /** Servers before 12 put the OID of the inserted row where later ones have 0; any other tag has no number of ours. */
    private static CommandTag uncommon(String text) {
        String insert = "INSERT ";
        int lastBlank = text.lastIndexOf(' ');
        if (text.startsWith(insert) && lastBlank >= insert.length()) {
            try {
                long rows = Long.parseLong(text, lastBlank + 1, text.length(), 10);
                return rows < 0 ? new CommandTag(text, NO_ROWS, text) : new CommandTag("INSERT", rows, text);
            } catch (NumberFormatException e) {
                return new CommandTag(text, NO_ROWS, text);
            }
        }
        return new CommandTag(text, NO_ROWS, text);
    }

    /**
     * The number of rows in a body, without making anything of the rest: the number at its end, {@link #NO_ROWS} if there is
     * none.
     */
    public static long rows(ByteBuf buffer, int index, int length) {
        long rows = 0;
        long unit = 1;
        int at = index + length - 2; // in front of the terminator
        for (; at > index && buffer.getByte(at) >= '0' && buffer.getByte(at) <= '9'; at--) {
            rows += unit * (buffer.getByte(at) - '0');
            unit *= 10;
        }
        return unit > 1 && buffer.getByte(at) == ' ' ? rows : NO_ROWS;
    }

    /** The command without numbers, in capitals: {@code SELECT}, {@code CREATE TABLE}. */
    public String command() {
        return command;
    }

    /**
     * The rows that the command returned or affected, for SELECT (also CREATE TABLE AS), INSERT, UPDATE, DELETE, MERGE,
     * FETCH, MOVE and COPY; {@link #NO_ROWS} for all others.
     */
    public long rows() {
        return rows;
    }

    /** The tag as the server sent it. */
    public String text() {
        if (text != null) {
            return text;
        }
        if (rows == NO_ROWS) {
            return command;
        }
        return command + (command.equals("INSERT") ? " 0 " : " ") + rows;
    }

    @Override
    public String toString() {
        return text();
    }
}
