package org.momoko.error;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an ErrorResponse or NoticeResponse, one component for each field type of
 * <a href="https://www.postgresql.org/docs/current/protocol-error-fields.html">the protocol's list</a>. A field that the
 * server did not send is null, or 0 for the two positions.
 *
 * @param severity {@code ERROR}, {@code FATAL}, {@code NOTICE} …, in the server's language (field S)
 * @param severityNonLocalized the same, never translated (field V, since PostgreSQL 9.6)
 * @param sqlState five characters, see {@link SqlState} (field C); empty when a proxy sent an error without one
 * @param message the primary message (field M)
 * @param detail field D
 * @param hint field H
 * @param position index into the statement as it was sent, in characters from 1 (field P)
 * @param internalPosition like {@code position}, into {@code internalQuery} (field p)
 * @param internalQuery the text of a failed internally generated command (field q)
 * @param where the call stack in which the error arose (field W)
 * @param schema field s
 * @param table field t
 * @param column field c
 * @param dataType field d
 * @param constraint field n
 * @param file the server's source file (field F)
 * @param line the server's source line (field L)
 * @param routine the server's source routine (field R)
 */
public record ErrorFields(
        @Nullable String severity,
        @Nullable String severityNonLocalized,
        String sqlState,
        String message,
        @Nullable String detail,
        @Nullable String hint,
        int position,
        int internalPosition,
        @Nullable String internalQuery,
        @Nullable String where,
        @Nullable String schema,
        @Nullable String table,
        @Nullable String column,
        @Nullable String dataType,
        @Nullable String constraint,
        @Nullable String file,
        @Nullable String line,
        @Nullable String routine)
        implements Serializable {

    /** Whether the server ends the session after this error: severity FATAL or PANIC. */
    public boolean fatal() {
        String severity = severityNonLocalized != null ? severityNonLocalized : this.severity;
        return "FATAL".equals(severity) || "PANIC".equals(severity);
    }
}
