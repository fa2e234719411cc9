package org.momoko.internal.codec;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.momoko.error.DataException;

/**
 * Arrays of any number of dimensions as unmodifiable nested lists; lower bounds are ignored. Binary ({@code array_send} in
 * {@code src/backend/utils/adt/arrayfuncs.c}): int32 number of dimensions, int32 flag for NULLs, int32 element OID, per
 * dimension int32 count and int32 lower bound, then the elements, each behind its int32 length, −1 for NULL.
 */
final class ArrayColumn extends ColumnCodec {
    /** {@code MAXDIM} in {@code src/include/utils/array.h}. */
    static final int MAX_DIMENSIONS = 6;

    private final ColumnCodec element;
    private final int elementOid;
    private final char delimiter;
    /** The same with the texts of the elements. */
    private final ArrayColumn texts;

    ArrayColumn(ColumnCodec element, int elementOid, char delimiter) {
        super(element.typeName() + "[]");
        this.element = element;
        this.elementOid = elementOid;
        this.delimiter = delimiter;
        this.texts = element instanceof TextOf ? this : new ArrayColumn(new TextOf(element), elementOid, delimiter);
    }

    int elementOid() {
        return elementOid;
    }

    @Override
    public boolean binary() {
        return element.binary();
    }

    @Override
    public Class<?> javaType() {
        return List.class;
    }

    @Override
    public Object decode(byte[] data, int offset, int length, boolean binary, TextSettings settings) {
        return binary
                ? readBinary(new BinaryReader(typeName(), data, offset, length), data, settings)
                : new ArrayTextReader(typeName(), element, delimiter, data, offset, length, settings).read();
    }

    @Override
    public String decodeString(byte[] data, int offset, int length, boolean binary, TextSettings settings) {
        if (binary || dependsOnSettings() || (length > 0 && data[offset] == '[')) {
            return texts.text(texts.decode(data, offset, length, binary, settings));
        }
        return Bytes.utf8(data, offset, length);
    }

    /** Besides lists: arrays of what the elements can be read as, {@code int[]}, {@code String[]}, {@code long[][]}. */
    @Override
    public <T> @Nullable T decodeAs(
            byte[] data, int offset, int length, boolean binary, TextSettings settings, Class<T> type) {
        if (!type.isArray()) {
            return super.decodeAs(data, offset, length, binary, settings, type);
        }
        ArrayColumn reader = ofStrings(type) ? texts : this;
        List<?> list = (List<?>) reader.decode(data, offset, length, binary, settings);
        return type.cast(reader.toArray(list, type.getComponentType()));
    }

    private static boolean ofStrings(Class<?> array) {
        Class<?> component = array;
        while (component.isArray()) {
            component = component.getComponentType();
        }
        return component == String.class;
    }

    @Override
    String text(Object value) {
        StringBuilder out = new StringBuilder();
        append(out, (List<?>) value);
        return out.toString();
    }

    @Override
    boolean dependsOnSettings() {
        return element.dependsOnSettings();
    }

    private void append(StringBuilder out, List<?> list) {
        out.append('{');
        for (int i = 0; i < list.size(); i++) {
            if (i > 0) {
                out.append(delimiter);
            }
            Object item = list.get(i);
            if (item == null) {
                out.append("NULL");
            } else if (item instanceof List<?> nested && element.javaType() != Object.class) {
                append(out, nested);
            } else {
                ArrayText.quote(out, element.text(item), delimiter);
            }
        }
        out.append('}');
    }

    private Object readBinary(BinaryReader in, byte[] data, TextSettings settings) {
        int dimensions = in.readInt();
        if (dimensions < 0 || dimensions > MAX_DIMENSIONS) {
            throw in.malformed(Integer.toUnsignedString(dimensions) + " dimensions");
        }
        in.readInt();
        int oid = in.readInt();
        if (oid != elementOid) {
            throw in.malformed("element type " + Integer.toUnsignedString(oid));
        }
        if (dimensions == 0) {
            in.requireEnd();
            return List.of();
        }
        int[] counts = new int[dimensions];
        long elements = 1;
        for (int i = 0; i < dimensions; i++) {
            counts[i] = in.readInt();
            in.readInt();
            // Each element takes at least its length field, so what is allocated is bounded by what was received.
            if (counts[i] < 1 || (elements *= counts[i]) > in.remaining() / 4) {
                throw in.malformed("count " + Integer.toUnsignedString(counts[i]) + " of dimension " + (i + 1));
            }
        }
        Object list = readDimension(in, data, settings, counts, 0);
        in.requireEnd();
        return list;
    }

    private List<@Nullable Object> readDimension(
            BinaryReader in, byte[] data, TextSettings settings, int[] counts, int dimension) {
        @Nullable Object[] items = new Object[counts[dimension]];
        for (int i = 0; i < items.length; i++) {
            if (dimension < counts.length - 1) {
                items[i] = readDimension(in, data, settings, counts, dimension + 1);
            } else {
                int length = in.readLength();
                if (length >= 0) {
                    items[i] = element.decode(data, in.skip(length), length, true, settings);
                }
            }
        }
        return Collections.unmodifiableList(Arrays.<@Nullable Object>asList(items));
    }

    private Object toArray(List<?> list, Class<?> component) {
        Object array = Array.newInstance(component, list.size());
        for (int i = 0; i < list.size(); i++) {
            Object item = list.get(i);
            if (item == null) {
                if (component.isPrimitive()) {
                    throw new DataException("an array with NULL of column type " + typeName() + " does not fit into "
                            + component.getTypeName() + "[]");
                }
            } else if (component.isArray() && item instanceof List<?> nested) {
                Array.set(array, i, toArray(nested, component.getComponentType()));
            } else if (component == String.class && !(item instanceof List)) {
                Array.set(array, i, element.text(item));
            } else {
                Array.set(array, i, Conversions.convert(item, component, typeName()));
            }
        }
        return array;
    }
}
