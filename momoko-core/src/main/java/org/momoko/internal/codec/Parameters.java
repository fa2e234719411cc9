package org.momoko.internal.codec;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import org.momoko.error.ParameterException;
import org.momoko.type.Oid;

/**
 * Writes bound parameters. The OIDs mirror the literal: each value is bound with the type that the server gives to its
 * literal, so a bound statement means what the same statement with literals means. Immutable.
 */
public final class Parameters {
    /** The OID of a value that only a literal can express: a tuple, raw SQL, a list of mixed or unequal parts. */
    public static final int UNBINDABLE = -1;

    private final Codecs codecs;

    public Parameters(Codecs codecs) {
        this.codecs = codecs;
    }

    /**
     * The OID to name in Parse: {@link Oid#UNSPECIFIED} for null and for values whose literal is untyped (text, Json, the
     * empty list), int4, int8 or numeric by magnitude for whole numbers, or {@link #UNBINDABLE}.
     *
     * @throws ParameterException if the value's class is not known
     */
    public int oid(@Nullable Object value) {
        return value == null ? Oid.UNSPECIFIED : codecs.parameterType(value).oid(value, codecs);
    }

    /** True if {@link #write} uses the binary format for an OID; Bind must then say so for the parameter. */
    public boolean binary(int oid) {
        return switch (oid) {
            case Oid.BOOL,
                    Oid.BYTEA,
                    Oid.INT2,
                    Oid.INT4,
                    Oid.INT8,
                    Oid.NUMERIC,
                    Oid.FLOAT8,
                    Oid.TEXT,
                    Oid.UUID,
                    Oid.DATE,
                    Oid.TIME,
                    Oid.TIMETZ,
                    Oid.TIMESTAMP,
                    Oid.TIMESTAMPTZ,
                    Oid.INTERVAL,
                    Oid.INET,
                    Oid.BOOL_ARRAY,
                    Oid.BYTEA_ARRAY,
                    Oid.INT4_ARRAY,
                    Oid.INT8_ARRAY,
                    Oid.NUMERIC_ARRAY,
                    Oid.FLOAT8_ARRAY,
                    Oid.TEXT_ARRAY,
                    Oid.UUID_ARRAY,
                    Oid.DATE_ARRAY,
                    Oid.TIME_ARRAY,
                    Oid.TIMETZ_ARRAY,
                    Oid.TIMESTAMP_ARRAY,
                    Oid.TIMESTAMPTZ_ARRAY,
                    Oid.INTERVAL_ARRAY,
                    Oid.INET_ARRAY -> true;
            default -> codecs.userBinary(oid);
        };
    }

    /**
     * Writes a value as Bind carries it: its length as int32, then its bytes. The caller writes nulls.
     *
     * @param out borrowed; left as it was if this fails
     * @param oid what {@link #oid} gave for this value, or the type of a whole number that the value fits into
     * @throws ParameterException if the value cannot be sent as that type, its text contains U+0000 or an unpaired
     *     surrogate, or it is longer than 2^31 − 1 bytes
     */
    public void write(ByteBuf out, Object value, int oid) {
        int start = out.writerIndex();
        try {
            out.writeInt(0);
            ParameterType<Object> type = codecs.parameterType(value);
            if (binary(oid)) {
                type.binary(out, value, oid, codecs);
            } else {
                type.writeText(out, value, codecs);
            }
            out.setInt(start, out.writerIndex() - start - Integer.BYTES);
        } catch (IndexOutOfBoundsException bufferFull) {
            out.writerIndex(start);
            throw new ParameterException("a parameter does not fit into a message of 2147483647 bytes", bufferFull);
        } catch (RuntimeException refused) {
            out.writerIndex(start);
            throw refused;
        }
    }
}
