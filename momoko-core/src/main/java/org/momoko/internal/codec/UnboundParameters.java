package org.momoko.internal.codec;

import org.momoko.error.ParameterException;
import org.momoko.type.Sql;
import org.momoko.type.Tuple;

/** Tuples and raw SQL, which exist in the text of a statement only. */
final class UnboundParameters {
    private UnboundParameters() {}

    abstract static class Unbound<T> extends ParameterType<T> {
        @Override
        final int oid(T value, Codecs codecs) {
            return Parameters.UNBINDABLE;
        }

        @Override
        final void text(StringBuilder out, T value, Codecs codecs) {
            throw new ParameterException("a parameter of class '"
                    + value.getClass().getName() + "' can only be written into the text of a statement");
        }
    }

    /** {@code (1, 2, 3)}. */
    static final class TupleParameter extends Unbound<Tuple> {
        @Override
        void literal(LiteralWriter out, Tuple tuple) {
            String separator = "(";
            for (Object value : tuple.values()) {
                out.raw(separator).value(value);
                separator = ", ";
            }
            out.raw(")");
        }
    }

    /** The text as it is. */
    static final class SqlParameter extends Unbound<Sql> {
        @Override
        void literal(LiteralWriter out, Sql sql) {
            out.raw(sql.text());
        }
    }
}
