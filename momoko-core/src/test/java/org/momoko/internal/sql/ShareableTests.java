package org.momoko.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which texts may run on a connection where others run, too. */
class ShareableTests {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                "(SELECT 1)",
                "VALUES (1)",
                "TABLE city",
                "INSERT INTO city VALUES (1)",
                "UPDATE city SET n = 1",
                "DELETE FROM city",
                "WITH x AS (SELECT 1) INSERT INTO city SELECT * FROM x",
                "MERGE INTO city USING town ON true WHEN MATCHED THEN DELETE",
                "SELECT pg_advisory_xact_lock(1) -- of the transaction, which is the statement",
                "SELECT 'into a table'"
            })
    void plainStatements(String sql) {
        assertThat(ParsedSql.parse(sql, ArgumentStyle.NONE).shareable()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BEGIN",
                "COMMIT",
                "SAVEPOINT s",
                "SET a TO 1",
                "RESET a",
                "SHOW a",
                "DISCARD ALL",
                "LISTEN a",
                "UNLISTEN a",
                "NOTIFY a",
                "DECLARE c CURSOR FOR SELECT 1",
                "FETCH 1 FROM c",
                "PREPARE p AS SELECT 1",
                "EXECUTE p",
                "DEALLOCATE p",
                "COPY city FROM STDIN",
                "LOCK city",
                "CREATE TEMP TABLE t (n int)",
                "SELECT 1 INTO TEMP t",
                "WITH x AS (SELECT 1) SELECT * INTO t FROM x",
                "CALL p()",
                "DO $$ BEGIN END $$",
                "VACUUM",
                "EXPLAIN SELECT 1",
                "SELECT 1; SELECT 2",
                "SELECT set_config('a', 'b', false)",
                "SELECT pg_catalog.PG_ADVISORY_LOCK(1)",
                "SELECT pg_try_advisory_lock_shared(1)",
                "SELECT pg_advisory_unlock_all()",
                "SELECT lastval()",
                "SELECT currval('s')",
                "UPDATE pg_settings SET setting = 'iso' WHERE name = 'IntervalStyle'"
            })
    void notWhatHasAnEffectOnTheSession(String sql) {
        assertThat(ParsedSql.parse(sql, ArgumentStyle.NONE).shareable()).isFalse();
    }
}
