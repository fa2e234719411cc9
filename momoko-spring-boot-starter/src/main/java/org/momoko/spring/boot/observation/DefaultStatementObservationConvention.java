package org.momoko.spring.boot.observation;

import io.micrometer.common.KeyValues;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.momoko.event.StatementEnd;
import org.momoko.event.StatementStart;

/**
 * The keys of OpenTelemetry's semantic conventions for database clients. Those of low cardinality are there from start to
 * end, with the value {@value #NONE} where there is nothing to say, since a meter's tags must not change. Values of
 * parameters are never told.
 */
public final class DefaultStatementObservationConvention implements StatementObservationConvention {
    /** The observation's usual name. */
    public static final String NAME = "momoko.statement";

    /** What OpenTelemetry calls the meter, for {@link #DefaultStatementObservationConvention(String, boolean)}. */
    public static final String OPEN_TELEMETRY_NAME = "db.client.operation.duration";

    static final String NONE = "none";
    private static final String OTHER = "OTHER";

    /** The commands of PostgreSQL (gram.y, {@code stmt}): whatever else a text begins with is not a value of its own. */
    private static final Set<String> COMMANDS = Set.of(
            "ABORT",
            "ALTER",
            "ANALYZE",
            "BEGIN",
            "CALL",
            "CHECKPOINT",
            "CLOSE",
            "CLUSTER",
            "COMMENT",
            "COMMIT",
            "COPY",
            "CREATE",
            "DEALLOCATE",
            "DECLARE",
            "DELETE",
            "DISCARD",
            "DO",
            "DROP",
            "END",
            "EXECUTE",
            "EXPLAIN",
            "FETCH",
            "GRANT",
            "IMPORT",
            "INSERT",
            "LISTEN",
            "LOAD",
            "LOCK",
            "MERGE",
            "MOVE",
            "NOTIFY",
            "PREPARE",
            "REASSIGN",
            "REFRESH",
            "REINDEX",
            "RELEASE",
            "RESET",
            "REVOKE",
            "ROLLBACK",
            "SAVEPOINT",
            "SECURITY",
            "SELECT",
            "SET",
            "SHOW",
            "START",
            "TABLE",
            "TRUNCATE",
            "UNLISTEN",
            "UPDATE",
            "VACUUM",
            "VALUES",
            "WITH");

    private final String name;
    private final boolean queryText;

    /** The usual name; the text of the statement is told. */
    public DefaultStatementObservationConvention() {
        this(NAME, true);
    }

    /**
     * @param name of the observation, and so of its timer
     * @param queryText whether the text of the statement is told, as a key of high cardinality
     */
    public DefaultStatementObservationConvention(String name, boolean queryText) {
        this.name = name;
        this.queryText = queryText;
    }

    @Override
    public String getName() {
        return name;
    }

    /** {@code SELECT app}: the operation and the database. */
    @Override
    public String getContextualName(StatementObservationContext context) {
        return operation(context.start()) + " " + context.start().database();
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(StatementObservationContext context) {
        StatementStart start = context.start();
        StatementEnd end = context.end();
        String host = start.host();
        int port = start.port();
        if (end != null && end.host() != null) {
            host = end.host();
            port = end.port();
        }
        return KeyValues.of(
                "db.system.name", "postgresql",
                "db.namespace", start.database(),
                "db.operation.name", operation(start),
                "db.client.connection.pool.name", start.pool(),
                "server.address", orNone(host),
                "server.port", host == null ? NONE : Integer.toString(port),
                "db.response.status_code", orNone(end == null ? null : end.sqlState()),
                "error.type", errorType(end));
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(StatementObservationContext context) {
        KeyValues values =
                queryText ? KeyValues.of("db.query.text", context.start().sql()) : KeyValues.empty();
        StatementEnd end = context.end();
        return end == null || end.rows() < 0
                ? values
                : values.and("db.response.returned_rows", Long.toString(end.rows()));
    }

    private static String operation(StatementStart start) {
        return COMMANDS.contains(start.operation()) ? start.operation() : OTHER;
    }

    /** The SQLSTATE, or the class of what went wrong on this side. */
    private static String errorType(@Nullable StatementEnd end) {
        Throwable error = end == null ? null : end.error();
        if (end == null || error == null) {
            return NONE;
        }
        String state = end.sqlState();
        return state == null ? error.getClass().getSimpleName() : state;
    }

    private static String orNone(@Nullable String value) {
        return value == null ? NONE : value;
    }
}
