package org.momoko.internal.session;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.momoko.api.Column;
import org.momoko.internal.codec.Codecs;
import org.momoko.internal.codec.ColumnCodec;
import org.momoko.internal.protocol.FieldDescription;
import org.momoko.internal.protocol.FormatCode;

/**
 * The columns of a result, with the codec of each worked out once. Immutable; shared by all results of a prepared
 * statement.
 */
final class ResultDescription {
    private final List<Column> columns;
    private final Codecs source;
    private final ColumnCodec[] codecs;
    private final boolean[] binary;
    private volatile @Nullable Map<String, Integer> indexes;

    private ResultDescription(List<Column> columns, Codecs source, ColumnCodec[] codecs, boolean[] binary) {
        this.columns = columns;
        this.source = source;
        this.codecs = codecs;
        this.binary = binary;
    }

    static ResultDescription of(FieldDescription[] fields, Codecs codecs) {
        Column[] columns = new Column[fields.length];
        ColumnCodec[] readers = new ColumnCodec[fields.length];
        boolean[] binary = new boolean[fields.length];
        for (int i = 0; i < fields.length; i++) {
            FieldDescription field = fields[i];
            columns[i] = new Column(
                    field.name(),
                    field.typeOid(),
                    field.typeSize(),
                    field.typeModifier(),
                    field.tableOid(),
                    field.columnAttribute());
            readers[i] = codecs.byOid(field.typeOid());
            binary[i] = field.format() == FormatCode.BINARY;
        }
        return new ResultDescription(List.of(columns), codecs, readers, binary);
    }

    /** Where the codecs come from. */
    Codecs codecs() {
        return source;
    }

    /** The same columns, read with other codecs. */
    ResultDescription with(Codecs others) {
        ColumnCodec[] readers = new ColumnCodec[codecs.length];
        for (int i = 0; i < readers.length; i++) {
            readers[i] = others.byOid(columns.get(i).typeOid());
        }
        return new ResultDescription(columns, others, readers, binary);
    }

    /** The same columns, each in binary if its codec reads binary. */
    ResultDescription inPreferredFormats() {
        boolean[] preferred = new boolean[codecs.length];
        for (int i = 0; i < preferred.length; i++) {
            preferred[i] = codecs[i].binary();
        }
        return Arrays.equals(preferred, binary) ? this : new ResultDescription(columns, source, codecs, preferred);
    }

    /** The format code of each column: 0 text, 1 binary. */
    short[] formats() {
        short[] formats = new short[binary.length];
        for (int i = 0; i < formats.length; i++) {
            formats[i] = binary[i] ? FormatCode.BINARY : FormatCode.TEXT;
        }
        return formats;
    }

    List<Column> columns() {
        return columns;
    }

    int size() {
        return codecs.length;
    }

    ColumnCodec codec(int index) {
        return codecs[index];
    }

    boolean binary(int index) {
        return binary[index];
    }

    /** The index of the last column with this name; -1 when there is none. */
    int indexOf(String name) {
        Map<String, Integer> known = indexes;
        if (known == null) {
            known = new HashMap<>();
            for (int i = 0; i < columns.size(); i++) {
                known.put(columns.get(i).name(), i);
            }
            indexes = known;
        }
        Integer index = known.get(name);
        return index == null ? -1 : index;
    }
}
