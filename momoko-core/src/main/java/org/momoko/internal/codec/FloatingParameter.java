package org.momoko.internal.codec;

import io.netty.buffer.ByteBuf;
import java.math.BigDecimal;
import org.momoko.type.Oid;

/**
 * Double and Float with their shortest digits: {@code 0.1}, {@code 1e+100}. The server reads such a constant as numeric,
 * so it is bound as numeric; only NaN and the infinities are float8, by the type in their literal.
 */
final class FloatingParameter extends ParameterType<Number> {
    @Override
    int oid(Number value, Codecs codecs) {
        return Double.isFinite(value.doubleValue()) ? Oid.NUMERIC : Oid.FLOAT8;
    }

    @Override
    void literal(LiteralWriter out, Number value) {
        if (Double.isFinite(value.doubleValue())) {
            out.number(digits(value));
        } else {
            out.raw("'").raw(value.toString()).raw("'::float");
        }
    }

    @Override
    void text(StringBuilder out, Number value, Codecs codecs) {
        out.append(Double.isFinite(value.doubleValue()) ? digits(value) : value.toString());
    }

    @Override
    void binary(ByteBuf out, Number value, int oid, Codecs codecs) {
        if (!Double.isFinite(value.doubleValue())) {
            if (oid != Oid.FLOAT8) {
                throw mismatch(value, oid);
            }
            out.writeDouble(value.doubleValue());
        } else {
            DecimalParameter.write(out, new BigDecimal(digits(value)), oid);
        }
    }

    private static String digits(Number value) {
        return value instanceof Float single ? ShortestDecimal.python(single) : ShortestDecimal.python((Double) value);
    }
}
