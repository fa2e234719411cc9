package org.momoko.internal.codec;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.momoko.error.DataException;

/**
 * {@code numeric} as BigDecimal with the server's scale. NaN and the infinities are no BigDecimal: they can be read as
 * double, Float or String, anything else fails with a message that says so.
 */
final class NumericColumn extends ColumnCodec {
    NumericColumn() {
        super("numeric");
    }

    @Override
    public boolean binary() {
        return true;
    }

    @Override
    public Class<?> javaType() {
        return BigDecimal.class;
    }

    @Override
    public Object decode(byte[] data, int offset, int length, boolean binary, TextSettings settings) {
        return read(data, offset, length, binary);
    }

    @Override
    public double decodeDouble(byte[] data, int offset, int length, boolean binary, TextSettings settings) {
        BigDecimal small = binary ? NumericBinary.readSmall(data, offset, length) : null;
        if (small != null) {
            return small.doubleValue();
        }
        String special = special(data, offset, length, binary);
        return special != null
                ? Double.parseDouble(special)
                : read(data, offset, length, binary).doubleValue();
    }

    @Override
    public String decodeString(byte[] data, int offset, int length, boolean binary, TextSettings settings) {
        if (!binary) {
            return Bytes.utf8(data, offset, length);
        }
        BigDecimal small = NumericBinary.readSmall(data, offset, length);
        if (small != null) {
            return text(small);
        }
        String special = special(data, offset, length, true);
        return special != null ? special : text(read(data, offset, length, true));
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> @Nullable T decodeAs(
            byte[] data, int offset, int length, boolean binary, TextSettings settings, Class<T> type) {
        if (type == Double.class || type == double.class) {
            return (T) (Object) decodeDouble(data, offset, length, binary, settings);
        }
        if (type == Float.class || type == float.class) {
            return (T) (Object) (float) decodeDouble(data, offset, length, binary, settings);
        }
        return super.decodeAs(data, offset, length, binary, settings, type);
    }

    @Override
    String text(Object value) {
        return ((BigDecimal) value).toPlainString();
    }

    private BigDecimal read(byte[] data, int offset, int length, boolean binary) {
        BigDecimal small = binary ? NumericBinary.readSmall(data, offset, length) : null;
        if (small != null) {
            return small;
        }
        if (special(data, offset, length, binary) != null) {
            throw new DataException(
                    "a numeric NaN or infinity cannot be read as java.math.BigDecimal; read it as double");
        }
        if (!binary) {
            try {
                return new BigDecimal(new String(data, offset, length, StandardCharsets.ISO_8859_1));
            } catch (NumberFormatException notANumber) {
                throw TextNumbers.malformed(typeName());
            }
        }
        BinaryReader in = new BinaryReader(typeName(), data, offset, length);
        int count = in.readUnsignedShort();
        int weight = (short) in.readUnsignedShort();
        return NumericBinary.read(in, count, weight, NumericBinary.sign(in));
    }

    /** {@code NaN}, {@code Infinity} or {@code -Infinity}; null for a number. */
    private @Nullable String special(byte[] data, int offset, int length, boolean binary) {
        if (!binary) {
            byte last = length == 0 ? 0 : data[offset + length - 1];
            if (last != 'N' && last != 'y') {
                return null;
            }
            String text = Bytes.utf8(data, offset, length);
            if (text.equals("NaN") || text.equals("Infinity") || text.equals("-Infinity")) {
                return text;
            }
            throw TextNumbers.malformed(typeName());
        }
        BinaryReader in = new BinaryReader(typeName(), data, offset, length);
        in.skip(4);
        return switch (NumericBinary.sign(in)) {
            case NumericBinary.NAN -> "NaN";
            case NumericBinary.POSITIVE_INFINITY -> "Infinity";
            case NumericBinary.NEGATIVE_INFINITY -> "-Infinity";
            default -> null;
        };
    }
}
