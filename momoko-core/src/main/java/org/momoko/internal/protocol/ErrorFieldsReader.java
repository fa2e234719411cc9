package org.momoko.internal.protocol;

import org.jspecify.annotations.Nullable;
import org.momoko.error.ErrorFields;
import org.momoko.internal.wire.BodyReader;

/**
 * Collects the fields of one ErrorResponse or NoticeResponse (PostgreSQL manual, Error and Notice Message Fields). A
 * field may be missing (proxies send errors without SQLSTATE), and types that are not known are skipped, as the manual
 * demands.
 */
final class ErrorFieldsReader {
    private @Nullable String severity;
    private @Nullable String severityNonLocalized;
    private String sqlState = "";
    private String message = "";
    private @Nullable String detail;
    private @Nullable String hint;
    private int position;
    private int internalPosition;
    private @Nullable String internalQuery;
    private @Nullable String where;
    private @Nullable String schema;
    private @Nullable String table;
    private @Nullable String column;
    private @Nullable String dataType;
    private @Nullable String constraint;
    private @Nullable String file;
    private @Nullable String line;
    private @Nullable String routine;

    ErrorFields read(BodyReader in) {
        byte type = in.int8("field type");
        while (type != 0) {
            accept(type, in.cString("field value"));
            type = in.int8("field type");
        }
        in.end();
        return new ErrorFields(
                severity,
                severityNonLocalized,
                sqlState,
                message,
                detail,
                hint,
                position,
                internalPosition,
                internalQuery,
                where,
                schema,
                table,
                column,
                dataType,
                constraint,
                file,
                line,
                routine);
    }

    private void accept(byte type, String value) {
        switch (type) {
            case 'S' -> severity = value;
            case 'V' -> severityNonLocalized = value;
            case 'C' -> sqlState = value;
            case 'M' -> message = value;
            case 'D' -> detail = value;
            case 'H' -> hint = value;
            case 'P' -> position = positionOf(value);
            case 'p' -> internalPosition = positionOf(value);
            case 'q' -> internalQuery = value;
            case 'W' -> where = value;
            case 's' -> schema = value;
            case 't' -> table = value;
            case 'c' -> column = value;
            case 'd' -> dataType = value;
            case 'n' -> constraint = value;
            case 'F' -> file = value;
            case 'L' -> line = value;
            case 'R' -> routine = value;
            default -> {
                // A field type of a later server version.
            }
        }
    }

    /** A position that is not a number must not hide the error that it belongs to. */
    private static int positionOf(String value) {
        try {
            return Math.max(0, Integer.parseInt(value));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
