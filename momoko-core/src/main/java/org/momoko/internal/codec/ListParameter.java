package org.momoko.internal.codec;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import org.momoko.error.ParameterException;
import org.momoko.type.Oid;

/**
 * Lists and arrays: {@code ARRAY[1,2]}, and {@code '{…}'} where there is nothing but NULLs, because the server cannot type
 * {@code ARRAY[]}. Bound with the array type of the widest element; what the literal leaves to the server (mixed classes,
 * unequal lengths) is left to the literal.
 */
final class ListParameter extends ParameterType<Object> {
    @Override
    int oid(Object value, Codecs codecs) {
        int element = ListShape.elementOid(value, codecs);
        return switch (element) {
            case ListShape.ONLY_NULLS -> Oid.UNSPECIFIED;
            case Parameters.UNBINDABLE -> Parameters.UNBINDABLE;
            case Oid.UNSPECIFIED -> Oid.TEXT_ARRAY;
            default -> codecs.arrayOf(element);
        };
    }

    @Override
    void literal(LiteralWriter out, Object value) {
        @Nullable Object[] items = ListShape.items(value);
        if (items.length == 0) {
            out.raw("'{}'");
        } else if (ListShape.onlyNulls(items)) {
            StringBuilder braces = new StringBuilder();
            text(braces, value, out.codecs());
            out.raw("'").raw(braces).raw("'");
        } else {
            out.raw("ARRAY[");
            for (int i = 0; i < items.length; i++) {
                Object item = items[i];
                if (i > 0) {
                    out.raw(",");
                }
                if (item != null && ListShape.isList(item) && ListShape.items(item).length == 0) {
                    out.raw("ARRAY[]");
                } else {
                    out.value(item);
                }
            }
            out.raw("]");
        }
    }

    @Override
    void text(StringBuilder out, Object value, Codecs codecs) {
        out.append('{');
        @Nullable Object[] items = ListShape.items(value);
        for (int i = 0; i < items.length; i++) {
            if (i > 0) {
                out.append(',');
            }
            Object item = items[i];
            if (item == null) {
                out.append("NULL");
            } else if (ListShape.isList(item)) {
                text(out, item, codecs);
            } else {
                StringBuilder element = new StringBuilder();
                codecs.parameterType(item).text(element, item, codecs);
                ArrayText.quote(out, element, ',');
            }
        }
        out.append('}');
    }

    /** int32 dimensions, int32 flag for NULLs, int32 element OID, per dimension int32 count and lower bound 1, then the elements. */
    @Override
    void binary(ByteBuf out, Object value, int oid, Codecs codecs) {
        int element = codecs.elementOf(oid);
        if (element == Oid.UNSPECIFIED) {
            throw mismatch(value, oid);
        }
        @Nullable Object[] items = ListShape.items(value);
        int[] counts = ListShape.counts(items);
        out.writeInt(counts.length);
        int flag = out.writerIndex();
        out.writeInt(0);
        out.writeInt(element);
        for (int count : counts) {
            out.writeInt(count);
            out.writeInt(1);
        }
        if (writeElements(out, items, counts, 0, element, codecs)) {
            out.setInt(flag, 1);
        }
    }

    /** Returns whether there was a NULL. */
    private static boolean writeElements(
            ByteBuf out, @Nullable Object[] items, int[] counts, int dimension, int element, Codecs codecs) {
        if (dimension < counts.length && items.length != counts[dimension]) {
            throw new ParameterException("nested lists must have equal lengths to become an array");
        }
        boolean nulls = false;
        for (Object item : items) {
            if (dimension + 1 < counts.length) {
                if (item == null || !ListShape.isList(item)) {
                    throw new ParameterException("a list must hold either lists or single values to become an array");
                }
                nulls |= writeElements(out, ListShape.items(item), counts, dimension + 1, element, codecs);
            } else if (item == null) {
                out.writeInt(-1);
                nulls = true;
            } else {
                writeElement(out, item, element, codecs);
            }
        }
        return nulls;
    }

    private static void writeElement(ByteBuf out, Object item, int element, Codecs codecs) {
        int start = out.writerIndex();
        out.writeInt(0);
        codecs.parameterType(item).binary(out, item, element, codecs);
        out.setInt(start, out.writerIndex() - start - Integer.BYTES);
    }
}
