package org.momoko.type;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.momoko.error.ParameterException;

/**
 * A piece of SQL that takes the place of a placeholder <b>as it is</b>, neither quoted nor bound. {@link #raw} trusts its
 * text completely: never give it anything that came from outside the program. {@link #identifier} is safe for any text.
 */
public final class Sql {
    private final String text;

    private Sql(String text) {
        this.text = text;
    }

    /** SQL text inserted without any change or check; text from outside the program makes this an SQL injection. */
    public static Sql raw(String text) {
        return new Sql(Objects.requireNonNull(text, "text"));
    }

    /**
     * The name of a table, column or other object in double quotes, with double quotes inside doubled, so that it means
     * exactly this name (case included) and nothing else. The server cuts names longer than 63 bytes.
     *
     * @throws ParameterException if the name is empty or contains U+0000, which no PostgreSQL name can
     */
    public static Sql identifier(String name) {
        if (name.isEmpty()) {
            throw new ParameterException("an identifier needs at least one character");
        }
        if (name.indexOf('\0') >= 0) {
            throw new ParameterException("an identifier cannot contain NUL (0x00) characters");
        }
        return new Sql('"' + name.replace("\"", "\"\"") + '"');
    }

    /** The text that is inserted. */
    public String text() {
        return text;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Sql that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
