package org.momoko.benchmarks.data;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/** Many rows of ten columns of different types, read whole. */
public final class BigRows {
    /** How many rows there are. */
    public static final int ROWS = 100_000;

    public static final String SELECT =
            "SELECT c_int4, c_int8, c_text, c_timestamptz, c_numeric, c_bool, c_uuid, c_float8,"
                    + " c_jsonb, c_bytea FROM big";

    public static final List<String> DDL = List.of(
            "CREATE TABLE big (c_int4 int4, c_int8 int8, c_text text, c_timestamptz timestamptz, c_numeric numeric, c_bool"
                    + " bool, c_uuid uuid, c_float8 float8, c_jsonb jsonb, c_bytea bytea)",
            "INSERT INTO big SELECT i, i::int8 * 1000000007, 'row number ' || i,"
                    + " timestamptz '2024-01-01 00:00:00Z' + i * interval '1.001 s', round(i::numeric / 100, 2), i % 3 = 0,"
                    + " ('00000000-0000-4000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, i / 8.0,"
                    + " jsonb_build_object('k', i), decode(repeat(lpad(to_hex(i), 8, '0'), 4), 'hex')"
                    + " FROM generate_series(0, " + (ROWS - 1) + ") AS i");

    /** What all rows together must give. */
    public static final long EXPECTED = expected();

    private static final String JSON_START = "{\"k\": ";

    private BigRows() {}

    /**
     * Folds a row; rows are added up. Nothing is allocated here, so that only the client's own objects count.
     *
     * @param json the number in the JSON object, see {@link #number}
     */
    public static long sum(
            int int4,
            long int8,
            String text,
            OffsetDateTime timestamp,
            BigDecimal numeric,
            boolean bool,
            UUID uuid,
            double float8,
            long json,
            byte[] bytea) {
        long sum = int4;
        sum = 31 * sum + int8;
        sum = 31 * sum + text.hashCode();
        sum = 31 * sum + timestamp.toEpochSecond() * 1_000_000 + timestamp.getNano() / 1_000;
        sum = 31 * sum + Math.round(numeric.doubleValue() * 100);
        sum = 31 * sum + (bool ? 1 : 0);
        sum = 31 * sum + uuid.getLeastSignificantBits();
        sum = 31 * sum + Double.doubleToRawLongBits(float8);
        sum = 31 * sum + json;
        for (byte each : bytea) {
            sum = 31 * sum + each;
        }
        return sum;
    }

    /** The number in the text of the JSON column, for clients that give JSON as text. */
    public static long number(String json) {
        if (!json.startsWith(JSON_START)) {
            throw new IllegalStateException("expected a JSON object with the key k, found " + json);
        }
        return Long.parseLong(json, JSON_START.length(), json.length() - 1, 10);
    }

    private static long expected() {
        OffsetDateTime start = OffsetDateTime.of(2024, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
        long sum = 0;
        byte[] bytes = new byte[16];
        for (int i = 0; i < ROWS; i++) {
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] = (byte) (i >>> 8 * (3 - at % 4));
            }
            sum += sum(
                    i,
                    i * 1_000_000_007L,
                    "row number " + i,
                    start.plusNanos(i * 1_001_000_000L),
                    BigDecimal.valueOf(i, 2),
                    i % 3 == 0,
                    new UUID(0x4000L, 0x8000L << 48 | i),
                    i / 8.0,
                    i,
                    bytes);
        }
        return sum;
    }
}
