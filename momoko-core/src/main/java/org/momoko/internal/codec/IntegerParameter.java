package org.momoko.internal.codec;

import io.netty.buffer.ByteBuf;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.momoko.error.ParameterException;
import org.momoko.type.Oid;

/**
 * Whole numbers of every class. The server types a constant by its magnitude ({@code make_const} in
 * {@code src/backend/parser/parse_node.c}): int4, int8 or numeric; so does this, whatever the Java class.
 */
final class IntegerParameter extends ParameterType<Number> {
    @Override
    int oid(Number value, Codecs codecs) {
        if (value instanceof BigInteger big) {
            return oid(big);
        }
        long number = value.longValue();
        return number == (int) number ? Oid.INT4 : Oid.INT8;
    }

    static int oid(BigInteger value) {
        int bits = value.bitLength();
        if (bits < Integer.SIZE) {
            return Oid.INT4;
        }
        if (bits < Long.SIZE) {
            return Oid.INT8;
        }
        return NumericBinary.fits(new BigDecimal(value)) ? Oid.NUMERIC : Parameters.UNBINDABLE;
    }

    @Override
    void literal(LiteralWriter out, Number value) {
        out.number(value.toString());
    }

    @Override
    void text(StringBuilder out, Number value, Codecs codecs) {
        out.append(value);
    }

    @Override
    void binary(ByteBuf out, Number value, int oid, Codecs codecs) {
        if (value instanceof BigInteger big) {
            DecimalParameter.write(out, new BigDecimal(big), oid);
        } else if (oid == Oid.INT4 || oid == Oid.INT8 || oid == Oid.INT2) {
            writeWhole(out, value.longValue(), oid);
        } else {
            DecimalParameter.write(out, BigDecimal.valueOf(value.longValue()), oid);
        }
    }

    /** @throws ParameterException if the number does not fit into the type */
    static void writeWhole(ByteBuf out, long value, int oid) {
        if (oid == Oid.INT8) {
            out.writeLong(value);
        } else if (oid == Oid.INT4 && value == (int) value) {
            out.writeInt((int) value);
        } else if (oid == Oid.INT2 && value == (short) value) {
            out.writeShort((int) value);
        } else {
            throw new ParameterException(
                    "a whole number does not fit into the type with OID " + Integer.toUnsignedString(oid));
        }
    }
}
