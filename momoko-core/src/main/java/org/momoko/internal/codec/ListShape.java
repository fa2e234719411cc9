package org.momoko.internal.codec;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.momoko.type.Oid;

/** What a list consists of: its items, the lengths of its dimensions and the type of its elements. */
final class ListShape {
    /** Answer of {@link #elementOid} for a list without any value, whose literal is untyped. */
    static final int ONLY_NULLS = -2;

    private ListShape() {}

    /** True for what becomes an array: collections with an order, and Java arrays except byte[]. */
    static boolean isList(Object value) {
        return value instanceof Collection
                ? !(value instanceof Set)
                : value.getClass().isArray() && !(value instanceof byte[]);
    }

    /** The items in order, boxed; not to be changed. */
    static @Nullable Object[] items(Object value) {
        if (value instanceof Collection<?> collection) {
            return collection.toArray();
        }
        if (value instanceof Object[] array) {
            return array;
        }
        @Nullable Object[] boxed = new Object[Array.getLength(value)];
        for (int i = 0; i < boxed.length; i++) {
            boxed[i] = Array.get(value, i);
        }
        return boxed;
    }

    /** True if there is at least one item and every one is null or a list of which the same holds. */
    static boolean onlyNulls(@Nullable Object[] items) {
        return onlyNulls(items, 0);
    }

    private static boolean onlyNulls(@Nullable Object[] items, int depth) {
        for (Object item : items) {
            // The depth ends the search in a list that contains itself.
            if (item != null
                    && !(isList(item) && depth < LiteralWriter.MAX_DEPTH && onlyNulls(items(item), depth + 1))) {
                return false;
            }
        }
        return items.length > 0;
    }

    /** The lengths of the dimensions, followed along the first items; none for an empty list. */
    static int[] counts(@Nullable Object[] items) {
        int[] counts = new int[ArrayColumn.MAX_DIMENSIONS];
        int dimensions = 0;
        @Nullable Object[] level = items;
        while (level.length > 0 && dimensions < counts.length) {
            counts[dimensions++] = level.length;
            Object first = level[0];
            if (first == null || !isList(first)) {
                break;
            }
            level = items(first);
        }
        return Arrays.copyOf(counts, dimensions);
    }

    /**
     * The type of the elements, {@link Oid#UNSPECIFIED} for strings, {@link #ONLY_NULLS} or
     * {@link Parameters#UNBINDABLE} where only the literal will do.
     */
    static int elementOid(Object list, Codecs codecs) {
        @Nullable Object[] items = items(list);
        return items.length == 0 ? ONLY_NULLS : elementOid(items, counts(items), 0, codecs);
    }

    private static int elementOid(@Nullable Object[] items, int[] counts, int dimension, Codecs codecs) {
        // A list of lists of different depth or length is no array, and neither is one with an empty list inside.
        if (dimension == counts.length || items.length != counts[dimension]) {
            return Parameters.UNBINDABLE;
        }
        boolean last = dimension == counts.length - 1;
        int oid = ONLY_NULLS;
        for (Object item : items) {
            if (item == null && last) {
                continue;
            }
            if (item == null || isList(item) == last) {
                return Parameters.UNBINDABLE;
            }
            int next = last
                    ? codecs.parameterType(item).oid(item, codecs)
                    : elementOid(items(item), counts, dimension + 1, codecs);
            oid = common(oid, next);
            if (oid == Parameters.UNBINDABLE) {
                return oid;
            }
        }
        return oid;
    }

    private static int common(int left, int right) {
        if (left == right || right == ONLY_NULLS) {
            return left;
        }
        if (left == ONLY_NULLS) {
            return right;
        }
        int leftWidth = width(left);
        int rightWidth = width(right);
        if (leftWidth == 0 || rightWidth == 0) {
            return Parameters.UNBINDABLE;
        }
        return leftWidth > rightWidth ? left : right;
    }

    /** Numbers mix: the server converts them to the widest ({@code select_common_type}); other types do not. */
    private static int width(int oid) {
        return switch (oid) {
            case Oid.INT4 -> 1;
            case Oid.INT8 -> 2;
            case Oid.NUMERIC -> 3;
            case Oid.FLOAT8 -> 4;
            default -> 0;
        };
    }
}
