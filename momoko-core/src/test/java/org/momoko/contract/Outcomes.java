package org.momoko.contract;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.momoko.api.Column;
import org.momoko.api.Cursor;
import org.momoko.api.Row;
import org.momoko.error.DatabaseException;
import org.momoko.type.Oid;

/** Writes an answer as one line, so that two answers can be compared with each other and with what a table says. */
final class Outcomes {
    private static final Map<Integer, String> TYPES = new HashMap<>();

    static {
        TYPES.put(Oid.BOOL, "bool");
        TYPES.put(Oid.BYTEA, "bytea");
        TYPES.put(Oid.INT2, "int2");
        TYPES.put(Oid.INT4, "int4");
        TYPES.put(Oid.INT8, "int8");
        TYPES.put(Oid.INT4_ARRAY, "int4[]");
        TYPES.put(Oid.TEXT, "text");
        TYPES.put(Oid.TEXT_ARRAY, "text[]");
        TYPES.put(Oid.FLOAT8, "float8");
        TYPES.put(Oid.NUMERIC, "numeric");
        TYPES.put(Oid.DATE, "date");
        TYPES.put(Oid.TIMESTAMP, "timestamp");
        TYPES.put(Oid.TIMESTAMPTZ, "timestamptz");
        TYPES.put(Oid.INTERVAL, "interval");
        TYPES.put(Oid.UUID, "uuid");
        TYPES.put(Oid.JSONB, "jsonb");
    }

    private Outcomes() {}

    /** Types and values, or the command tag, or {@code ERR} and the SQLSTATE. */
    static String of(CompletableFuture<Cursor<Row>> answer) {
        Cursor<Row> cursor;
        try {
            cursor = answer.join();
        } catch (CompletionException e) {
            return e.getCause() instanceof DatabaseException error && error.sqlState() != null
                    ? "ERR " + error.sqlState()
                    : "ERR " + e.getCause();
        }
        List<Column> columns = cursor.description();
        if (columns == null) {
            return cursor.statusMessage();
        }
        String types = columns.stream()
                .map(column -> TYPES.getOrDefault(column.typeOid(), Integer.toString(column.typeOid())))
                .collect(Collectors.joining(","));
        String rows = cursor.toList().stream().map(Outcomes::text).collect(Collectors.joining(";"));
        return types + " " + (cursor.rowCount() == 0 ? "no rows" : rows);
    }

    private static String text(Row row) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            text.append(i == 0 ? "" : ",").append(row.isNull(i) ? "NULL" : row.getString(i));
        }
        return text.toString();
    }

    /** The decoded values, column by column: what a program sees, which must not depend on the format on the wire. */
    static List<List<@Nullable Object>> values(Cursor<Row> cursor) {
        return cursor.description() == null
                ? List.of()
                : cursor.toList().stream().map(Outcomes::values).toList();
    }

    private static List<@Nullable Object> values(Row row) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            Object value = row.get(i);
            values.add(value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value);
        }
        return values;
    }
}
