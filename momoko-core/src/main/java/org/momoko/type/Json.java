package org.momoko.type;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A parameter that travels as JSON text. It carries no type of its own, so it fits columns of type {@code json},
 * {@code jsonb} and {@code text}. A value given to {@link #of} is serialised when the statement is sent and must not
 * change before.
 */
public final class Json {
    private final @Nullable String text;
    private final @Nullable Object value;

    private Json(@Nullable String text, @Nullable Object value) {
        this.text = text;
        this.value = value;
    }

    /** A value to be serialised by the pool's {@link JsonCodec}; null gives the JSON text {@code null}, not an SQL NULL. */
    public static Json of(@Nullable Object value) {
        return new Json(null, value);
    }

    /** JSON text that is sent as it is; the server checks it. */
    public static Json text(String text) {
        return new Json(Objects.requireNonNull(text, "text"), null);
    }

    /** The JSON text: the one given to {@link #text}, otherwise what the codec writes for the value. */
    public String toText(JsonCodec codec) {
        return text != null ? text : codec.write(value);
    }

    /** The text given to {@link #text}; null if this was made by {@link #of}. */
    public @Nullable String rawText() {
        return text;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Json that && Objects.equals(text, that.text) && Objects.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(text, value);
    }

    /** Does not show the content: parameters may be secret. */
    @Override
    public String toString() {
        return "Json";
    }
}
