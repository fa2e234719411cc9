package org.momoko.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiteralContextsTests {
    private static boolean bindable(String sql) {
        return ParsedSql.parse(sql, ArgumentStyle.POSITIONAL).bindable();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT id FROM t ORDER BY %s",
                "SELECT id FROM t ORDER BY %s DESC",
                "SELECT id FROM t ORDER BY %s ASC NULLS LAST, id",
                "SELECT id FROM t ORDER BY %s USING <",
                "SELECT id FROM t ORDER BY id, %s LIMIT 1",
                "SELECT id FROM t ORDER BY id DESC NULLS LAST, %s;",
                "SELECT id FROM t ORDER /* x */ BY -- y\n (%s)",
                "SELECT id FROM t ORDER BY ((%s)), id",
                "SELECT id FROM t ORDER BY -%s",
                "SELECT id FROM t ORDER BY - (- %s)",
                "SELECT id FROM t ORDER BY a IS DISTINCT FROM b, %s",
                "SELECT id FROM t ORDER BY t.limit, %s",
                "SELECT id FROM t ORDER BY t.\"x\", values, %s",
                "SELECT id FROM t ORDER BY f(a, (SELECT b FROM c LIMIT 1)), %s",
                "SELECT id FROM t ORDER BY CASE WHEN a THEN b END, %s",
                "SELECT id FROM t ORDER BY %s UNION SELECT 1",
                "(SELECT id FROM t ORDER BY %s) UNION SELECT 1",
                "SELECT * FROM (SELECT id FROM t ORDER BY %s) x",
                "SELECT i4, count(*) FROM t GROUP BY %s",
                "SELECT i4, count(*) FROM t GROUP BY %s HAVING count(*) > 1",
                "SELECT count(*) FROM t GROUP BY DISTINCT %s, a",
                "SELECT count(*) FROM t GROUP BY a, (b, %s)",
                "SELECT count(*) FROM t GROUP BY ROLLUP (a, %s)",
                "SELECT count(*) FROM t GROUP BY CUBE (%s)",
                "SELECT count(*) FROM t GROUP BY GROUPING SETS ((a), (%s))",
                "SELECT DISTINCT ON (%s) * FROM t",
                "SELECT DISTINCT ON (a, %s) * FROM t",
                "SELECT rank() OVER (PARTITION BY a ORDER BY %s) FROM t",
                "SELECT array_agg(a ORDER BY %s) FROM t",
                "SELECT rank() OVER w FROM t WINDOW w AS (ORDER BY %s ROWS UNBOUNDED PRECEDING)",
            })
    void aWholeItemOfASortOrGroupListGoesAsALiteral(String sql) {
        assertThat(bindable(sql)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT interval %s",
                "SELECT ts + interval %s FROM t",
                "SELECT interval(3) %s",
                "SELECT date %s",
                "SELECT DATE /* x */ %s",
                "SELECT time %s",
                "SELECT timetz %s",
                "SELECT timestamp %s",
                "SELECT timestamp(3) %s",
                "SELECT timestamptz %s",
                "SELECT timestamp with time zone %s",
                "SELECT timestamp (0) without time zone %s",
                "SELECT extract(%s from ts) FROM t",
                "SELECT EXTRACT ( %s FROM ts) FROM t",
                "SELECT 1.5::numeric(%s, 1)",
                "SELECT 1.5::numeric(5, %s)",
                "SELECT x::pg_catalog.numeric(%s)",
                "SELECT x::\"numeric\"(%s)",
                "SELECT CAST(x AS numeric(%s))",
                "SELECT CAST(x AS character varying(%s))",
                "SELECT x::interval day to second(%s)",
                "SELECT x::varchar (%s)",
                "SELECT %s::interval day",
                "SELECT CAST(%s AS interval year to month)",
                "SELECT %s::interval second(0)",
            })
    void whereTheGrammarWantsAConstantALiteralGoes(String sql) {
        assertThat(bindable(sql)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT id FROM t ORDER BY i4 * %s",
                "SELECT id FROM t ORDER BY %s + i4",
                "SELECT id FROM t ORDER BY %s::int",
                "SELECT id FROM t ORDER BY %s COLLATE \"C\"",
                "SELECT id FROM t ORDER BY f(%s)",
                "SELECT id FROM t ORDER BY f(a, %s), b",
                "SELECT id FROM t ORDER BY a = ANY(%s)",
                "SELECT id FROM t ORDER BY (SELECT %s)",
                "SELECT id FROM t ORDER BY id LIMIT %s OFFSET %s",
                "SELECT id FROM t ORDER BY id FETCH FIRST %s ROWS ONLY",
                "SELECT id FROM t GROUP BY id HAVING a = %s AND f(b, %s)",
                "INSERT INTO t SELECT a FROM s ORDER BY a RETURNING id, %s",
                "SELECT date_trunc(%s, ts), count(*) FROM t GROUP BY date_trunc(%s, ts) ORDER BY 1",
                "SELECT percentile_cont(%s) WITHIN GROUP (ORDER BY i4) FROM t",
                "SELECT sum(a) OVER (ORDER BY b ROWS BETWEEN %s PRECEDING AND CURRENT ROW) FROM t",
                "SELECT a, %s FROM t ORDER BY a",
                "SELECT DISTINCT %s, a FROM t",
                "SELECT a FROM t JOIN s ON (%s = 1)",
                "SELECT tz AT TIME ZONE %s FROM t",
                "SELECT interval '1 day' * %s",
                "SELECT %s::date, %s::numeric(5, 2)",
                "SELECT %s::interval, day FROM t",
                "SELECT %s::interval(0)",
                "SELECT cast(%s as int)",
                "SELECT x::date = %s",
                "SELECT x::int IN (%s, %s)",
                "SELECT x::text || (%s)",
                "SELECT x AS n, f(%s)",
                "SELECT a FROM t AS x WHERE (a = %s)",
                "WITH x AS (SELECT %s) SELECT * FROM x",
                "WITH x AS MATERIALIZED (SELECT %s) SELECT * FROM x",
                "WITH x AS NOT MATERIALIZED (SELECT %s) SELECT * FROM x",
                "MERGE INTO t AS a USING (SELECT %s AS id) s ON a.id = s.id WHEN MATCHED THEN DELETE",
                "UPDATE t AS x SET (a, b) = (%s, %s)",
                "SELECT date(%s)",
                "SELECT extract(year from %s)",
                "SELECT substring(tx from %s for %s) FROM t",
                "SELECT E'a' %s",
                "SELECT \"date\" %s",
                "INSERT INTO t (a) VALUES (%s), (%s) ON CONFLICT (a) DO UPDATE SET b = %s RETURNING %s",
            })
    void everywhereElseAParameterMayBeBound(String sql) {
        assertThat(bindable(sql)).isTrue();
    }

    @Test
    void aNamedPlaceholderIsJudgedLikeAnyOther() {
        assertThat(ParsedSql.parse("SELECT a FROM t ORDER BY :col", ArgumentStyle.NAMED)
                        .bindable())
                .isFalse();
        assertThat(ParsedSql.parse("SELECT a FROM t WHERE %(u)s = f(%(u)s)", ArgumentStyle.NAMED)
                        .bindable())
                .isTrue();
    }

    @Test
    void otherKindsOfStatementAreNeverBound() {
        assertThat(bindable("FETCH %s FROM c")).isFalse();
        assertThat(bindable("SET TIME ZONE %s")).isFalse();
        assertThat(bindable("SELECT %s; SELECT %s")).isFalse();
    }

    @Test
    void aTextWithParametersOfItsOwnIsLeftToTheServerToRefuse() {
        assertThat(ParsedSql.parse("SELECT $1", ArgumentStyle.NONE).bindable()).isFalse();
        assertThat(ParsedSql.parse("SELECT $1, :a", ArgumentStyle.NAMED).bindable())
                .isFalse();
        ParsedSql mixed = ParsedSql.parse("SELECT $2, %s, %s", ArgumentStyle.POSITIONAL);
        assertThat(mixed.bindable()).isFalse();
        assertThat(mixed.boundText()).isEqualTo("SELECT $2, $3, $4");
    }

    @Test
    void moreParametersThanABindMessageCarriesGoAsLiterals() {
        String fitting = "SELECT " + "%s,".repeat(65534) + "%s";
        assertThat(bindable(fitting)).isTrue();
        assertThat(bindable(fitting + ",%s")).isFalse();
    }
}
