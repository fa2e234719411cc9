package org.momoko.spring.boot.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.momoko.spring.boot.sql.SqlScript.Statement;

class SqlScriptTests {

    private static List<String> split(String sql) {
        return split(sql, ";");
    }

    private static List<String> split(String sql, String separator) {
        return SqlScript.split(sql, separator).stream().map(Statement::text).toList();
    }

    @Test
    void statementsAreNumberedAndFoundInTheirLines() {
        assertThat(SqlScript.split("\n-- first\nSELECT 1;\n\n  SELECT\n 2 ;SELECT 3", ";"))
                .containsExactly(
                        new Statement(1, 3, "SELECT 1"),
                        new Statement(2, 5, "SELECT\n 2"),
                        new Statement(3, 6, "SELECT 3"));
    }

    @Test
    void blanksAndCommentsAreNoStatements() {
        assertThat(split("")).isEmpty();
        assertThat(split(" ;; \n ; -- only this\n; /* and ; this */ ;")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 'a;b'",
                "SELECT 'it''s; fine'",
                "SELECT 'plain \\'",
                "SELECT E'quote \\'; inside', E'\\\\', e'''; '",
                "SELECT U&'d\\0061t;a', U&\"n;ame\"",
                "SELECT \"odd;name\", \"with \"\"; quote\"",
                "SELECT B'01', N'a;b', X'1F'",
                "SELECT $$a;b$$, $tag$c;$$;$other$d;$tag$",
                "SELECT $ä1$;$ä1$",
                "SELECT 1 /* a; /* nested; */ still; */ + 1",
                "SELECT 1 -- a; b\n + 1",
                "SELECT a$b$c, 'x;y' AS d$",
                "SELECT $1",
                "DO $$ BEGIN PERFORM 1; PERFORM 2; END $$",
                "CREATE RULE r AS ON INSERT TO t DO ALSO (INSERT INTO u VALUES (1); INSERT INTO v VALUES (2))",
                "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1; SELECT 2'",
                "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 1 END; END",
                "CREATE OR REPLACE PROCEDURE p() BEGIN ATOMIC INSERT INTO t VALUES (1); DELETE FROM t; END",
            })
    void separatorInsideAStatementSeparatesNothing(String statement) {
        assertThat(split(statement)).containsExactly(statement);
        assertThat(split(statement + ";\nSELECT 'next';" + statement + ";"))
                .containsExactly(statement, "SELECT 'next'", statement);
    }

    @Test
    void beginOutsideARoutineIsAStatement() {
        assertThat(split("BEGIN; INSERT INTO t VALUES (1); END; SELECT CASE WHEN true THEN 1 END;"))
                .containsExactly("BEGIN", "INSERT INTO t VALUES (1)", "END", "SELECT CASE WHEN true THEN 1 END");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"SELECT 'no end;", "SELECT $$no end;", "SELECT /* no end;", "SELECT \"no end;", "SELECT E'a\\"})
    void whatHasNoEndReachesToTheEndOfTheScript(String statement) {
        assertThat(split(statement)).containsExactly(statement);
    }

    @Test
    void otherSeparators() {
        assertThat(split("SELECT 1; SELECT 2\n/\nSELECT '/' /* / */\n/", "\n/"))
                .containsExactly("SELECT 1; SELECT 2", "SELECT '/' /* / */");
        assertThat(split("SELECT 1@@SELECT '@@'@@", "@@")).containsExactly("SELECT 1", "SELECT '@@'");
        assertThat(split("SELECT category GO SELECT gone\nGO", "GO")).containsExactly("SELECT category", "SELECT gone");
        assertThat(split(" SELECT 1; SELECT 2; ", SqlScript.WHOLE)).containsExactly("SELECT 1; SELECT 2;");
        assertThat(split("  ", SqlScript.WHOLE)).isEmpty();
    }
}
