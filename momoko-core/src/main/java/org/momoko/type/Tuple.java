package org.momoko.type;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.momoko.error.ParameterException;

/**
 * Several values in brackets: {@code (1, 2, 3)}, for {@code IN %s} and for row values. Made by {@link Pg#tuple}. It can
 * only be written into the text of a statement, not bound, because the server has no parameter of that kind.
 */
public final class Tuple {
    private final List<@Nullable Object> values;

    Tuple(@Nullable Object[] values) {
        if (values.length == 0) {
            throw new ParameterException("a tuple needs at least one value: () is not valid in SQL");
        }
        this.values = Collections.unmodifiableList(Arrays.<@Nullable Object>asList(values.clone()));
    }

    /** The values in order, at least one; unmodifiable. */
    public List<@Nullable Object> values() {
        return values;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Tuple that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** Does not show the values: parameters may be secret. */
    @Override
    public String toString() {
        return "Tuple of " + values.size();
    }
}
