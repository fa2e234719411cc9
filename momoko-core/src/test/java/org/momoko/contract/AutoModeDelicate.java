package org.momoko.contract;

import static org.momoko.contract.AutoModeCase.named;
import static org.momoko.contract.AutoModeCase.row;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.momoko.testing.PostgresServer;
import org.momoko.type.Interval;
import org.momoko.type.Json;
import org.momoko.type.Pg;
import org.momoko.type.Range;

/**
 * The statements to which at least one rule for the types of bound parameters gives another answer than the literal form, with the
 * literal form's answer.
 */
final class AutoModeDelicate {
    /** The part of the statements that looks at values and types. */
    static final List<AutoModeCase> TYPES = List.of(
            row("int4 1", "SELECT %s", 1),
            row("int4 1", "SELECT %s", 1L),
            row("int8 5000000000", "SELECT %s", 5000000000L),
            row("numeric 1.5", "SELECT %s", 1.5),
            row("numeric 1.50", "SELECT %s", new BigDecimal("1.50")),
            row("int4 5", "SELECT %s", new BigDecimal("5")),
            row("bool t", "SELECT %s", true),
            row("int4 -2147483648", "SELECT %s", -2147483648),
            row("int4[] {1,2}", "SELECT %s", List.of(1, 2)),
            row("int4[] {1}", "SELECT %s", List.of(1L)),
            row("text[] {a,b}", "SELECT %s", List.of("a", "b")),
            row("text {\"a\":1}", "SELECT %s", Json.text("{\"a\":1}")),
            row("date 2020-01-02", "SELECT %s", LocalDate.parse("2020-01-02")),
            row("timestamptz 2020-01-02 00:00:00+00", "SELECT %s", OffsetDateTime.parse("2020-01-02T00:00:00+00:00")),
            row("int4 1;2", "SELECT %s UNION SELECT 1", "2"),
            row("2206 integer", "SELECT pg_typeof(%s)", 1),
            row("2206 unknown", "SELECT pg_typeof(%s)", "x"),
            row("int4 2", "SELECT %s + 1", "1"),
            row("numeric 2.5", "SELECT %s + 1", 1.5),
            row("int4 2", "SELECT %s / 2", new BigDecimal("5")),
            row("int4 2", "SELECT %s / %s", 5, 2),
            row("numeric 0.33333333333333333333", "SELECT 1 / %s", 3.0),
            row("numeric 0.150", "SELECT n * %s FROM t WHERE id=1", 0.1),
            row("numeric 5.0", "SELECT i4 * %s FROM t WHERE id=1", 0.5),
            row("int4 15", "SELECT i4 + %s FROM t WHERE id=1", "5"),
            row("int4 1", "SELECT -%s", -1),
            row("numeric 1.26", "SELECT round(%s, 2)", 1.255),
            row("int4 2", "SELECT i2 + %s FROM t WHERE id=1", 1L),
            row("numeric 3.0", "SELECT sum(i4) * %s FROM t", 0.1),
            row("int4 1", "SELECT id FROM t WHERE i4 = %s", "10"),
            row("int4 no rows", "SELECT id FROM t WHERE f4 = %s", 0.1),
            row("int4 1", "SELECT id FROM t WHERE ch = %s", "abc  "),
            row("ERR 42883", "SELECT id FROM t WHERE tx = %s", 5),
            row("int4 2", "SELECT id FROM t WHERE d > %s", "2020-06-01"),
            row("int4 2", "SELECT id FROM t WHERE ts > %s", "2020-06-01"),
            row("int4 2", "SELECT id FROM t WHERE tz > %s", "2020-06-01"),
            row("int4 1", "SELECT id FROM t WHERE u = %s", "00000000-0000-0000-0000-000000000005"),
            row("int4 1", "SELECT id FROM t WHERE m = %s", "ok"),
            row("ERR 22P02", "SELECT id FROM t WHERE m = %s", "bad"),
            row("int4 1", "SELECT id FROM t WHERE ip = %s", "10.0.0.1"),
            row("int4 1", "SELECT id FROM t WHERE b = %s", "t"),
            row("bool f", "SELECT %s IS NULL", "x"),
            row("bool t", "SELECT %s IS NULL", (Object) null));

    /** The part of the statements in which the place of the parameter matters. */
    static final List<AutoModeCase> PLACES = List.of(
            row("int4 1", "SELECT id FROM t WHERE %s IS NULL OR tx = %s", "abc", "abc"),
            named("int4 1", "SELECT id FROM t WHERE %(a)s IS NULL OR tx = %(a)s", "a", "abc"),
            named("int4 1;2", "SELECT id FROM t WHERE %(a)s IS NULL OR d > %(a)s", "a", null),
            row("ERR 42883", "SELECT id FROM t WHERE m = ANY(%s)", List.of("ok")),
            row("ERR 42883", "SELECT id FROM t WHERE u = ANY(%s)", List.of("00000000-0000-0000-0000-000000000005")),
            row("int4 1;2", "SELECT id FROM t WHERE i4 IN %s", Pg.tuple(10, 20)),
            row("int4 1;2", "SELECT id FROM t WHERE i4 IN (%s, %s)", 10, "20"),
            row("ERR 42883", "SELECT id FROM t WHERE la @> %s", List.of(1)),
            row("ERR 42883", "SELECT id FROM t WHERE la @> %s", List.of(1L)),
            row("int4 1", "SELECT id FROM t WHERE ia @> %s", List.of(1L)),
            row("int4 1", "SELECT id FROM t WHERE ta @> %s", "{a}"),
            row("text a;b", "SELECT unnest(%s)", List.of("a", "b")),
            row("int4[] {1,2,9}", "SELECT array_append(ia, %s) FROM t WHERE id=1", 9L),
            row("jsonb {\"k\": \"x\"}", "SELECT jsonb_build_object('k', %s)", "x"),
            row("jsonb {\"k\": 1}", "SELECT jsonb_build_object('k', %s)", 1),
            row("jsonb {\"k\": null}", "SELECT jsonb_build_object('k', %s)", (Object) null),
            row("text a1", "SELECT concat(%s, %s)", "a", 1),
            row("text a", "SELECT format(%s, %s)", "%I", "a"),
            row("ERR 42804", "SELECT to_jsonb(%s)", "x"),
            row("int8 2", "SELECT count(%s) FROM t", "x"),
            row("ERR 42725", "SELECT array_agg(%s) FROM t", "x"),
            row("float8 1", "SELECT abs(%s)", "-1"),
            row("text int", "SELECT fi(%s)", 1L),
            row("text int", "SELECT ov(%s)", 1),
            row("text int", "SELECT ov(%s)", 1L),
            row("text numeric", "SELECT ov(%s)", 1.5),
            row("text numeric", "SELECT nf(%s)", 1.5),
            row("text aa", "SELECT repeat(%s, %s)", "a", 2L),
            row("text a", "SELECT left(tx, %s) FROM t WHERE id=1", 1L),
            row("text bc", "SELECT substring(%s, %s)", "abc", 2),
            row("text bc", "SELECT substring(tx from %s) FROM t WHERE id=1", 2L),
            row("int4 NULL;10", "SELECT lag(i4, %s) OVER (ORDER BY id) FROM t", 1L),
            row("int4 1;2", "SELECT * FROM generate_series(1, %s)", 2L),
            row("ERR 42725", "SELECT * FROM generate_series(%s, %s)", "1", "2"),
            row("interval 1 day", "SELECT make_interval(days => %s)", 1L),
            row("text   5", "SELECT to_char(%s, %s)", 5, "99"),
            row("date 2020-01-03", "SELECT d + %s FROM t WHERE id=1", 1),
            row("date 2020-01-03", "SELECT d + %s FROM t WHERE id=1", 1L),
            row("timestamp 2020-01-03 00:00:00", "SELECT d + %s FROM t WHERE id=1", Duration.ofDays(1)),
            row("int4 1", "SELECT d - %s FROM t WHERE id=1", "2020-01-01"),
            row("timestamp 2020-01-03 03:04:00", "SELECT ts + %s FROM t WHERE id=1", "1 day"),
            row("ERR 22007", "SELECT ts - %s FROM t WHERE id=1", "1 day"),
            row("timestamp 2020-01-03 03:04:00", "SELECT ts + interval %s FROM t WHERE id=1", "1 day"),
            row("date 2020-01-01", "SELECT date %s", "2020-01-01"),
            row("timestamp 2020-01-01 00:00:00", "SELECT timestamp %s", "2020-01-01"),
            row("numeric 2020", "SELECT extract(%s from ts) FROM t WHERE id=1", "year"),
            row("bool t", "SELECT %s - now() < %s", OffsetDateTime.parse("2020-01-01T00:00:00+00:00"), "1 day"),
            row("interval 1 day", "SELECT age(%s, %s)", "2020-01-02", "2020-01-01"),
            row("int4 2;1", "SELECT id FROM t ORDER BY %s DESC", 1),
            row("ERR 42601", "SELECT id FROM t ORDER BY %s", "tx"),
            row("int4 1", "SELECT id FROM t ORDER BY id LIMIT %s", "1"),
            row("int4 1", "SELECT id FROM t ORDER BY id LIMIT %s", 1.0),
            row("int4,int8 10,1;20,1", "SELECT i4, count(*) FROM t GROUP BY %s", 1),
            row(
                    "timestamp,int8 2020-01-01 00:00:00,1;2021-01-01 00:00:00,1",
                    "SELECT date_trunc(%s, ts), count(*) FROM t GROUP BY date_trunc(%s, ts) ORDER BY 1",
                    "year",
                    "year"),
            row("int4,int8 1,1;2,1", "SELECT i4 / %s, count(*) FROM t GROUP BY i4 / %s ORDER BY 1", 10, 10),
            row("text abcx;zzzx", "SELECT DISTINCT tx || %s FROM t ORDER BY tx || %s", "x", "x"),
            row("int4 1", "SELECT id FROM t WHERE jb @> %s", "{\"a\":1}"),
            row("jsonb {\"a\": 5}", "SELECT jsonb_set(jb, %s, %s) FROM t WHERE id=1", "{a}", "5"),
            row("int4 1;2", "SELECT id FROM t WHERE jb @? %s", "$.a"),
            row(
                    "INSERT 0 1",
                    "INSERT INTO t(id,j,jb,m,u,d,tz,n,ip) VALUES (%s,%s,%s,%s,%s,%s,%s,%s,%s)",
                    50,
                    "{}",
                    Json.text("{}"),
                    "ok",
                    "00000000-0000-0000-0000-000000000009",
                    "2020-01-01",
                    "2020-01-01",
                    "1.5",
                    "::1"),
            row("INSERT 0 2", "INSERT INTO t(id,d) VALUES (%s,%s),(%s,%s)", 60, "2020-01-01", 61, "2020-01-02"),
            row("INSERT 0 1", "INSERT INTO t(id,d,m) SELECT %s,%s,%s", 62, "2020-01-01", "ok"),
            row("INSERT 0 1", "INSERT INTO t(id,i4) VALUES (%s,%s)", 63, 1.6),
            row("ERR 42804", "INSERT INTO t(id,b) VALUES (%s,%s)", 68, 1),
            row(
                    "ERR 42804",
                    "INSERT INTO t(id,ia,ta,ma) VALUES (%s,%s,%s,%s)",
                    71,
                    List.of(),
                    List.of("a"),
                    List.of("ok")),
            row("UPDATE 1", "UPDATE t SET m = %s WHERE id = %s", "sad", 1),
            row("UPDATE 1", "UPDATE t SET (i4, d) = (%s, %s) WHERE id=1", 1, "2020-01-01"),
            row("UPDATE 1", "UPDATE t SET jb = jb || %s WHERE id=1", "{\"b\":2}"),
            row("UPDATE 1", "UPDATE t SET d = coalesce(%s, d) WHERE id=1", "2020-01-01"),
            row(
                    "ERR 42804",
                    "WITH v(i, x) AS (VALUES (%s, %s)) UPDATE t SET d = v.x FROM v WHERE t.id = v.i",
                    1,
                    "2020-01-01"),
            row(
                    "UPDATE 1",
                    "WITH v(i, x) AS (VALUES (%s, %s::date)) UPDATE t SET d = v.x FROM v WHERE t.id = v.i",
                    1,
                    "2020-01-01"),
            row(
                    "ERR 42804",
                    "MERGE INTO t USING (SELECT %s AS id, %s AS d) s ON t.id = s.id WHEN MATCHED THEN UPDATE SET d = s.d",
                    1,
                    "2020-01-01"),
            row("interval 1 day", "INSERT INTO t(id, iv) VALUES (%s, %s) RETURNING iv", 81, "1 day"),
            row("interval 1 day 00:00:05", "SELECT %s", Duration.ofDays(1).plusSeconds(5)),
            row("interval 1 day", "SELECT %s::interval day", "1"),
            row("interval 2 mons", "SELECT CAST(%s AS interval year to month)", "2"),
            row(
                    PostgresServer.shared().atLeast(17) ? "interval infinity" : "ERR 22007",
                    "SELECT %s",
                    Interval.INFINITY),
            row("ERR 22008", "SELECT %s", LocalDate.of(6_000_000, 1, 1)),
            row("ERR 22008", "SELECT %s", LocalDateTime.of(-300_000, 1, 1, 0, 0)),
            row("ERR 22008", "SELECT %s", List.of(Instant.parse("+300000-01-01T00:00:00Z"))),
            row("text ( -5,10]", "SELECT %s", Range.of(-5, false, 10, true)),
            row("text[] {\"[ -5,]\"}", "SELECT %s", List.of(Range.closed(-5, null))),
            row("bytea \\x01", "SELECT %s", (Object) new byte[] {1}),
            row(
                    "uuid 00000000-0000-0000-0000-000000000005",
                    "SELECT %s",
                    UUID.fromString("00000000-0000-0000-0000-000000000005")),
            row("numeric 100000000000000000000", "SELECT %s", new BigInteger("100000000000000000000")),
            row(
                    "int4 1",
                    "SELECT id FROM t WHERE ts BETWEEN %s AND %s",
                    "2020-01-01",
                    LocalDateTime.parse("2020-12-31T00:00:00")),
            row("numeric 1.5", "SELECT 1.5::numeric(%s, 1)", 5),
            row("2249 (1,a)", "SELECT ROW(%s, %s)", 1, "a"),
            row("int4,text 1,a;2,b", "SELECT * FROM (VALUES (%s, %s), (%s, %s)) v", 1, "a", 2, "b"),
            row("ERR 22P02", "VALUES (%s), (%s)", "a", 1),
            row(
                    "int4 1;2;3",
                    "WITH RECURSIVE r(n) AS (SELECT %s UNION ALL SELECT n+1 FROM r WHERE n < %s) SELECT * FROM r",
                    1,
                    3));

    private AutoModeDelicate() {}
}
