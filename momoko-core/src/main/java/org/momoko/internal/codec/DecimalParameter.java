package org.momoko.internal.codec;

import io.netty.buffer.ByteBuf;
import java.math.BigDecimal;
import org.momoko.error.ParameterException;
import org.momoko.type.Oid;

/** BigDecimal: {@code 1.50}, {@code  -1.50}, {@code 1E+3}. Without fraction and exponent it is a whole number to the server and here. */
final class DecimalParameter extends ParameterType<BigDecimal> {
    @Override
    int oid(BigDecimal value, Codecs codecs) {
        if (value.scale() == 0) {
            return IntegerParameter.oid(value.unscaledValue());
        }
        return NumericBinary.fits(value) ? Oid.NUMERIC : Parameters.UNBINDABLE;
    }

    @Override
    void literal(LiteralWriter out, BigDecimal value) {
        out.number(value.toString());
    }

    @Override
    void text(StringBuilder out, BigDecimal value, Codecs codecs) {
        out.append(value);
    }

    @Override
    void binary(ByteBuf out, BigDecimal value, int oid, Codecs codecs) {
        write(out, value, oid);
    }

    /** Writes a number as any of the numeric types it fits into. */
    static void write(ByteBuf out, BigDecimal value, int oid) {
        switch (oid) {
            case Oid.NUMERIC -> {
                if (!NumericBinary.fits(value)) {
                    throw new ParameterException("a number does not fit into numeric");
                }
                NumericBinary.write(out, value);
            }
            case Oid.FLOAT8 -> out.writeDouble(value.doubleValue());
            case Oid.INT2, Oid.INT4, Oid.INT8 -> {
                try {
                    IntegerParameter.writeWhole(out, value.longValueExact(), oid);
                } catch (ArithmeticException notWhole) {
                    throw new ParameterException(
                            "a number is not a whole one in the range of the type with OID "
                                    + Integer.toUnsignedString(oid),
                            notWhole);
                }
            }
            default -> throw mismatch(value, oid);
        }
    }
}
