package org.momoko.type;

import org.jspecify.annotations.Nullable;
import org.momoko.error.ParameterException;

/** Makes parameters that have no counterpart in the JDK. */
public final class Pg {
    private Pg() {}

    /**
     * Several values in brackets, as {@code IN %s} wants them: {@code execute("… WHERE id IN %s", Pg.tuple(1, 2, 3))}.
     *
     * @throws ParameterException if there is no value, since {@code IN ()} is not valid in SQL
     */
    public static Tuple tuple(@Nullable Object... values) {
        return new Tuple(values);
    }
}
