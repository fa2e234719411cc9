package org.momoko.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.momoko.error.ProgrammingException;

class StatementShapeTests {
    private static ParsedSql parse(String sql) {
        return ParsedSql.parse(sql, ArgumentStyle.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                "select 1;",
                ";;  SELECT 1 ; ; -- done",
                "/* hi */ SELECT 1",
                "-- hi\nINSERT INTO t VALUES (1)",
                "UPDATE t SET a = 1",
                "DELETE FROM t",
                "MERGE INTO t USING s ON true WHEN MATCHED THEN DELETE",
                "VALUES (1), (2)",
                "WITH x AS (SELECT 1) DELETE FROM t",
                "(SELECT 1)",
                "((SELECT 1) UNION SELECT 2)",
                "( /* x */ ( VALUES (1)))",
                "(WITH x AS (SELECT 1) TABLE x)",
                "TABLE t",
                "SELECT ';'",
                "SELECT $$;$$, \";\" /* ; */",
            })
    void oneQueryIsBindable(String sql) {
        assertThat(parse(sql).kind()).isEqualTo(StatementKind.BINDABLE);
        assertThat(parse(sql).bindable()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FETCH 10 FROM c",
                "SET TIME ZONE 'UTC'",
                "CREATE TABLE t (a int)",
                "EXPLAIN SELECT 1",
                "CALL p(1)",
                "DECLARE c CURSOR FOR SELECT 1",
                "COPY t FROM STDIN",
                "BEGIN",
                "(DELETE FROM t)",
                "42",
                "\"SELECT\" 1",
                "SELECTION",
                "CREATE RULE r AS ON INSERT TO t DO ALSO (INSERT INTO l VALUES (1); INSERT INTO m VALUES (2))",
                "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END",
                "create or replace function f(a int default (1)) returns int language sql begin atomic"
                        + " select case when a = 1 then case a when 1 then 2 end else 3 end; select 2 as end; end;",
                "CREATE OR REPLACE PROCEDURE p() BEGIN /* x */ ATOMIC INSERT INTO t VALUES (1); END",
                "DO $$ BEGIN PERFORM 1; COMMIT; END $$",
            })
    void anyOtherSingleStatementIsUtility(String sql) {
        assertThat(parse(sql).kind()).isEqualTo(StatementKind.UTILITY);
        assertThat(parse(sql).bindable()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1; SELECT 2",
                "SELECT 1;;SELECT 2;",
                "SELECT ')'; SELECT 2",
                "SELECT 1); SELECT 2",
                "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; END; SELECT 2",
                "CREATE TABLE begin_atomic (a int); SELECT 1",
                "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'BEGIN ATOMIC'; SELECT 1",
                "BEGIN; SELECT 1",
            })
    void severalStatementsAreMultiple(String sql) {
        assertThat(parse(sql).kind()).isEqualTo(StatementKind.MULTIPLE);
        assertThat(parse(sql).bindable()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ";", " ; \n;", "-- nothing", "/* nothing */ ;", "/* never closed"})
    void anEmptyTextIsRefused(String sql) {
        assertThatThrownBy(() -> parse(sql))
                .isInstanceOf(ProgrammingException.class)
                .hasMessage("can't execute an empty query");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    SELECT 1 | NONE
                    BEGIN | BEGIN
                    begin isolation level serializable | BEGIN
                    START TRANSACTION READ ONLY | BEGIN
                    COMMIT | COMMIT
                    END WORK | COMMIT
                    COMMIT AND NO CHAIN | COMMIT
                    COMMIT AND CHAIN | MIXED
                    COMMIT TRANSACTION AND CHAIN | MIXED
                    COMMIT PREPARED 'x' | NONE
                    ROLLBACK | ROLLBACK
                    ABORT | ROLLBACK
                    /* x */ rollback work | ROLLBACK
                    ROLLBACK TRANSACTION AND NO CHAIN | ROLLBACK
                    ROLLBACK WORK AND CHAIN | MIXED
                    ROLLBACK PREPARED 'x' | NONE
                    ROLLBACK TO x | SAVEPOINT
                    ROLLBACK WORK TO SAVEPOINT x | SAVEPOINT
                    SAVEPOINT x | SAVEPOINT
                    RELEASE SAVEPOINT x | SAVEPOINT
                    PREPARE TRANSACTION 'x' | PREPARE
                    PREPARE p AS SELECT 1 | NONE
                    START_IT | NONE
                    SET TRANSACTION READ ONLY | NONE
                    SELECT 'COMMIT' | NONE
                    SELECT 1; COMMIT | COMMIT
                    SAVEPOINT a; INSERT INTO t VALUES (1); RELEASE a | SAVEPOINT
                    SAVEPOINT a; ROLLBACK | ROLLBACK
                    BEGIN; SAVEPOINT a | BEGIN
                    BEGIN; SELECT 1; COMMIT | MIXED
                    COMMIT; SELECT 1 | COMMIT
                    COMMIT; SELECT 1; COMMIT | COMMIT
                    SELECT 1 /* ; COMMIT */ | NONE
                    """)
    void transactionCommandsAreToldByTheirFirstWords(String sql, TransactionControl expected) {
        assertThat(parse(sql).transactionControl()).isEqualTo(expected);
    }

    @Test
    void theControlSaysWhatMayHappenToTheTransaction() {
        assertThat(TransactionControl.NONE.any()).isFalse();
        assertThat(TransactionControl.SAVEPOINT.any()).isTrue();
        assertThat(TransactionControl.SAVEPOINT.mayOpen()).isFalse();
        assertThat(TransactionControl.SAVEPOINT.mayEnd()).isFalse();
        assertThat(TransactionControl.BEGIN.mayOpen()).isTrue();
        assertThat(TransactionControl.BEGIN.mayEnd()).isFalse();
        assertThat(TransactionControl.COMMIT.mayOpen()).isFalse();
        assertThat(TransactionControl.COMMIT.mayEnd()).isTrue();
        assertThat(TransactionControl.ROLLBACK.mayEnd()).isTrue();
        assertThat(TransactionControl.PREPARE.mayEnd()).isTrue();
        assertThat(TransactionControl.MIXED.mayOpen()).isTrue();
        assertThat(TransactionControl.MIXED.mayEnd()).isTrue();
    }

    @Test
    void onlyASingleCopyStatementCopies() {
        assertThat(parse("/* x */ copy t FROM STDIN").copies()).isTrue();
        assertThat(parse("COPY (SELECT 1) TO STDOUT;").copies()).isTrue();
        assertThat(parse("SELECT 1; COPY t FROM STDIN").copies()).isFalse();
        assertThat(parse("COPY t FROM STDIN; SELECT 1").copies()).isFalse();
        assertThat(parse("SELECT copy FROM t").copies()).isFalse();
    }

    @Test
    void nothingMayBeSentBehindWhatCopiesOrChangesTheWritingOfLiterals() {
        assertThat(parse("COPY t FROM STDIN").answeredAlone()).isTrue();
        assertThat(parse("SELECT 1; COPY t FROM STDIN").answeredAlone()).isTrue();
        assertThat(parse("SET Standard_Conforming_Strings = off").answeredAlone())
                .isTrue();
        assertThat(parse("SELECT set_config('intervalstyle', 'sql_standard', false)")
                        .answeredAlone())
                .isTrue();
        assertThat(parse("SET TIME ZONE 'UTC'").answeredAlone()).isFalse();
        assertThat(parse("SELECT 1").answeredAlone()).isFalse();
    }

    @Test
    void whatCannotBeSentIsRefusedWithItsPosition() {
        assertThatThrownBy(() -> parse("SELECT '😀\0'"))
                .isInstanceOf(ProgrammingException.class)
                .hasMessage("a statement cannot contain NUL (0x00): found at character 10");
        assertThatThrownBy(() -> parse("SELECT '\uD83D'"))
                .isInstanceOf(ProgrammingException.class)
                .hasMessage("a statement cannot contain an unpaired surrogate: found at character 9");
        assertThatThrownBy(() -> parse("SELECT 1\uDE00"))
                .isInstanceOf(ProgrammingException.class)
                .hasMessage("a statement cannot contain an unpaired surrogate: found at character 9");
        assertThatThrownBy(() -> parse("SELECT 1 \uD83D"))
                .isInstanceOfSatisfying(
                        ProgrammingException.class,
                        e -> assertThat(e.nothingSent()).isTrue());
    }
}
