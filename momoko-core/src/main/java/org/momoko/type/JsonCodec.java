package org.momoko.type;

import org.jspecify.annotations.Nullable;

/**
 * Turns JSON text into objects and back, for columns of type {@code json} and {@code jsonb} and for {@link Json#of}.
 * Where Jackson is on the class path one is there by default; without it such columns arrive as {@code String}. Called
 * on the thread that reads the value, by several threads at once. What it throws reaches the caller as the cause of a
 * {@link org.momoko.error.DataException} (reading) or a {@link org.momoko.error.ParameterException} (writing).
 */
public interface JsonCodec {
    /** The object for a JSON text when the caller asked for no class; null for the JSON text {@code null}. */
    @Nullable
    Object read(String text);

    /** The JSON text as an instance of a class; null only for the JSON text {@code null}. */
    <T> @Nullable T read(String text, Class<T> type);

    /** The JSON text of a value. */
    String write(@Nullable Object value);
}
