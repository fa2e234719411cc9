package org.momoko.contract;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Random values of the server's types, written as the server reads them; the ends of each type's range come often. */
final class RandomLiterals {
    private static final String LETTERS =
            "abcXYZ 019_'\"\\{}()[],;:|=>\t\n\r\u0001\u007f\u0085\u00a0\u00e9\u00df\u20ac\u2028\u4e2d\ufeff\uffff";

    private final Random random;
    private final Map<String, Supplier<String>> types = new LinkedHashMap<>();

    RandomLiterals(Random random) {
        this.random = random;
        numbers();
        texts();
        times();
        ranges();
        rest();
    }

    /** What can be made, by the name of the type. */
    Map<String, Supplier<String>> types() {
        return types;
    }

    /** The literal of an array of one to three dimensions, some of whose elements are NULL; some begin at other numbers than 1. */
    String array(Supplier<String> element, char delimiter) {
        int dimensions = 1 + random.nextInt(3);
        int[] sizes = new int[dimensions];
        StringBuilder bounds = new StringBuilder();
        for (int i = 0; i < dimensions; i++) {
            sizes[i] = 1 + random.nextInt(3);
            int from = random.nextInt(7) - 3;
            bounds.append('[')
                    .append(from)
                    .append(':')
                    .append(from + sizes[i] - 1)
                    .append(']');
        }
        return switch (random.nextInt(8)) {
            case 0 -> "{}";
            case 1 -> bounds + "=" + level(element, delimiter, sizes, 0);
            default -> level(element, delimiter, sizes, 0);
        };
    }

    private String level(Supplier<String> element, char delimiter, int[] sizes, int depth) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < sizes[depth]; i++) {
            if (depth + 1 < sizes.length) {
                parts.add(level(element, delimiter, sizes, depth + 1));
            } else {
                parts.add(random.nextInt(6) == 0 ? "NULL" : quoted(element.get()));
            }
        }
        return "{" + String.join(String.valueOf(delimiter), parts) + "}";
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private String oneOf(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private boolean rarely() {
        return random.nextInt(10) == 0;
    }

    // ---- numbers --------------------------------------------------------------------------------------------------

    private void numbers() {
        types.put("int2", () -> rarely() ? oneOf("-32768", "32767", "0") : "" + (short) random.nextInt());
        types.put("int4", this::int4);
        types.put("int8", this::int8);
        types.put("oid", () -> rarely() ? oneOf("0", "4294967295") : "" + Integer.toUnsignedLong(random.nextInt()));
        types.put(
                "float4",
                () -> rarely()
                        ? oneOf("NaN", "Infinity", "-Infinity", "-0", "1e-45", "3.4028235e38")
                        : Float.toString(finite(Float.intBitsToFloat(random.nextInt()))));
        types.put(
                "float8",
                () -> rarely()
                        ? oneOf("NaN", "Infinity", "-Infinity", "-0", "5e-324", "1.7976931348623157e308", "0.1")
                        : Double.toString(finite(Double.longBitsToDouble(random.nextLong()))));
        types.put("numeric", this::numeric);
        types.put("money", () -> BigDecimal.valueOf(random.nextInt(), 2).toPlainString());
    }

    private static float finite(float value) {
        return Float.isFinite(value) ? value : 0.1f;
    }

    private static double finite(double value) {
        return Double.isFinite(value) ? value : 0.1;
    }

    private String int4() {
        return rarely() ? oneOf("-2147483648", "2147483647", "0") : "" + random.nextInt();
    }

    private String int8() {
        return rarely() ? oneOf("-9223372036854775808", "9223372036854775807", "0") : "" + random.nextLong();
    }

    private String numeric() {
        if (rarely()) {
            return oneOf(
                    "NaN",
                    "Infinity",
                    "-Infinity",
                    "0",
                    "0.00",
                    "1e-100",
                    "1e100",
                    "-0.0001",
                    "10000",
                    "9999",
                    "1e131071",
                    "-1e-16383");
        }
        BigInteger digits = new BigInteger(random.nextInt(rarely() ? 900 : 70), random);
        BigDecimal value = new BigDecimal(digits, random.nextInt(40) - (rarely() ? 30 : 5));
        return (random.nextBoolean() ? value : value.negate()).toPlainString();
    }

    // ---- texts ----------------------------------------------------------------------------------------------------

    private void texts() {
        types.put("text", this::word);
        types.put("varchar", this::word);
        types.put("bpchar", this::word);
        types.put("name", this::word);
        types.put("\"char\"", () -> String.valueOf((char) (' ' + random.nextInt(94))));
        types.put("citext", this::word);
        types.put("json", () -> json(3));
        types.put("jsonb", () -> json(3));
        types.put("ltree", () -> String.join(".", label(), label(), label()));
        types.put("tsvector", () -> label() + " " + label() + ":" + (1 + random.nextInt(9)));
        types.put("hstore", this::hstore);
        types.put("bytea", () -> "\\x" + HexFormat.of().formatHex(bytes(random.nextInt(20))));
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private String word() {
        StringBuilder word = new StringBuilder();
        int length = rarely() ? 300 : random.nextInt(9);
        for (int i = 0; i < length; i++) {
            if (random.nextInt(30) == 0) {
                word.appendCodePoint(random.nextInt(4) == 0 ? Character.MAX_CODE_POINT : 0x1F600 + random.nextInt(60));
            } else {
                word.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
            }
        }
        return word.toString();
    }

    private String label() {
        return "l" + Integer.toString(random.nextInt(36 * 36 * 36), 36);
    }

    private String hstore() {
        List<String> pairs = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            pairs.add(quoted(word()) + "=>" + (rarely() ? "NULL" : quoted(word())));
        }
        return String.join(", ", pairs);
    }

    private String json(int depth) {
        return switch (random.nextInt(depth > 0 ? 7 : 5)) {
            case 0 -> "null";
            case 1 -> oneOf("true", "false");
            case 2 -> "" + random.nextInt();
            case 3 -> BigDecimal.valueOf(random.nextLong(), random.nextInt(30)).toString();
            case 4 -> jsonText();
            case 5 -> "[" + json(depth - 1) + ", " + json(depth - 1) + "]";
            default -> "{" + jsonText() + ": " + json(depth - 1) + "}";
        };
    }

    private String jsonText() {
        return "\""
                + word().replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\t", "\\t")
                        .replace("\r", "\\r")
                        .replace("\u0001", "\\u0001")
                        .replace("\n", "\\n")
                + "\"";
    }

    // ---- times ----------------------------------------------------------------------------------------------------

    private void times() {
        types.put("date", this::date);
        types.put("time", this::time);
        types.put("timetz", () -> time() + zone());
        types.put("timestamp", this::timestamp);
        types.put("timestamptz", this::timestamptz);
        types.put("interval", this::interval);
    }

    private String date() {
        if (rarely()) {
            return oneOf(
                    "infinity",
                    "-infinity",
                    "4714-11-24 BC",
                    "4713-01-01 BC",
                    "5874897-12-31",
                    "0001-01-01",
                    "0001-12-31 BC");
        }
        return rarely() ? day(4000) + " BC" : day(random.nextInt(4) == 0 ? 20_000 : 2500);
    }

    private String day(int lastYear) {
        return String.format(
                "%04d-%02d-%02d", 1 + random.nextInt(lastYear), 1 + random.nextInt(12), 1 + random.nextInt(28));
    }

    private String time() {
        return rarely()
                ? oneOf("00:00:00", "24:00:00", "23:59:59.999999")
                : String.format(
                        "%02d:%02d:%02d.%06d",
                        random.nextInt(24), random.nextInt(60), random.nextInt(60), random.nextInt(1_000_000));
    }

    private String zone() {
        return String.format("%s%02d:%02d", oneOf("+", "-"), random.nextInt(15), random.nextInt(60));
    }

    private String timestamp() {
        if (rarely()) {
            return oneOf("infinity", "-infinity", "4714-11-24 00:00:00 BC", "294276-12-31 23:59:59.999999");
        }
        return day(2500) + " " + time() + (rarely() ? " BC" : "");
    }

    private String timestamptz() {
        if (rarely()) {
            return oneOf(
                    "infinity",
                    "-infinity",
                    "4714-11-24 00:00:00+00 BC",
                    "294276-12-31 23:59:59.999999+00",
                    "0044-03-15 12:00:00 BC",
                    "1883-11-18 12:00:00",
                    "2024-03-10 03:30:00");
        }
        return day(2500) + " " + time() + zone();
    }

    private String interval() {
        if (rarely()) {
            return oneOf(
                    "178956970 years 7 mons -2147483648 days",
                    "-178956970 years -8 mons 2147483647 days",
                    "-1000000:00:00.000001",
                    "1 mon -1 days 00:00:00.000001",
                    "0");
        }
        long seconds = random.nextInt() >> random.nextInt(30);
        return String.format(
                "%d mons %d days %s%02d:%02d:%02d.%06d",
                random.nextInt(5000) - 2500,
                random.nextInt(100_000) - 50_000,
                seconds < 0 ? "-" : "",
                Math.abs(seconds) / 3600,
                Math.abs(seconds) / 60 % 60,
                Math.abs(seconds) % 60,
                random.nextInt(1_000_000));
    }

    // ---- ranges ---------------------------------------------------------------------------------------------------

    private void ranges() {
        range("int4", () -> "" + random.nextInt(1000), () -> "" + (1000 + random.nextInt(1000)));
        range("int8", () -> "-" + random.nextInt(1000), this::positive);
        range("num", () -> "-" + positive() + ".50", () -> rarely() ? "NaN" : positive() + ".25");
        range("date", () -> "1999-01-02", () -> rarely() ? "infinity" : "2020-02-03");
        range("ts", () -> "1999-01-02 03:04:05", () -> "2000-01-01 " + timeBelowDay());
        range("tstz", () -> "1999-01-02 03:04:05+01", () -> "2000-06-01 " + timeBelowDay() + zone());
    }

    private String positive() {
        return "" + (1 + random.nextInt(Integer.MAX_VALUE - 1));
    }

    private String timeBelowDay() {
        return String.format("%02d:%02d:%02d", random.nextInt(24), random.nextInt(60), random.nextInt(60));
    }

    private void range(String name, Supplier<String> low, Supplier<String> high) {
        Supplier<String> range = () -> rarely()
                ? "empty"
                : oneOf("[", "(") + (rarely() ? "" : "\"" + low.get() + "\"") + ","
                        + (rarely() ? "" : "\"" + high.get() + "\"") + oneOf("]", ")");
        types.put(name + "range", range);
        types.put(
                name + "multirange", () -> random.nextInt(4) == 0 ? "{}" : "{" + range.get() + "," + range.get() + "}");
    }

    // ---- the rest -------------------------------------------------------------------------------------------------

    private void rest() {
        types.put("bool", () -> oneOf("true", "false"));
        types.put("uuid", () -> new java.util.UUID(random.nextLong(), random.nextLong()).toString());
        types.put("inet", () -> address() + (random.nextBoolean() ? "/" + random.nextInt(33) : ""));
        types.put("cidr", () -> oneOf("10.0.0.0/8", "192.168." + random.nextInt(256) + ".0/24", "2001:db8::/32"));
        types.put("macaddr", () -> HexFormat.ofDelimiter(":").formatHex(bytes(6)));
        types.put("macaddr8", () -> HexFormat.ofDelimiter(":").formatHex(bytes(8)));
        types.put("varbit", this::bits);
        types.put(
                "bit(8)",
                () -> Integer.toBinaryString(256 + random.nextInt(256)).substring(1));
        types.put("point", () -> "(" + random.nextInt(100) + "," + random.nextInt(100) / 8.0 + ")");
        types.put("box", () -> "((2,3),(" + -random.nextInt(100) + ",0.5))");
        types.put("circle", () -> "<(1,2)," + random.nextInt(100) + ">");
        types.put("lseg", () -> "[(1,2),(" + random.nextInt(100) + ",-0.5)]");
        types.put("polygon", () -> "((0,0),(1,1e30),(" + random.nextInt(9) + ",0))");
        types.put("tid", () -> "(" + random.nextInt(1000) + "," + random.nextInt(1000) + ")");
        types.put("int2vector", () -> "1 -2 " + (short) random.nextInt());
        types.put("tsquery", () -> "'" + label() + "' & !'" + label() + "'");
        types.put("pg_lsn", () -> Integer.toHexString(random.nextInt()) + "/" + Integer.toHexString(random.nextInt()));
        types.put("xid", () -> "" + Integer.toUnsignedLong(random.nextInt()));
        types.put("regtype", () -> oneOf("integer", "text", "timestamp with time zone"));
        types.put("jsonpath", () -> "$.\"" + label() + "\"[*]");
        types.put("fast_paths.mood", () -> oneOf("sad", "so so", "hap\"py"));
        types.put("fast_paths.small", () -> "" + random.nextInt(10));
        types.put("fast_paths.pair", this::pair);
        types.put(
                "fast_paths.nested",
                () -> "(" + quoted(pair()) + "," + quoted("{" + quoted(pair()) + ",NULL}") + "," + timestamp() + ")");
    }

    private String pair() {
        return "(" + (rarely() ? "" : int4()) + "," + quoted(word()) + ")";
    }

    private String address() {
        return random.nextInt(256) + "." + random.nextInt(256) + "." + random.nextInt(256) + "." + random.nextInt(256);
    }

    private String bits() {
        StringBuilder bits = new StringBuilder();
        for (int i = random.nextInt(40); i > 0; i--) {
            bits.append(random.nextInt(2));
        }
        return bits.toString();
    }

    /** As many literals, some of them NULL. */
    List<@Nullable String> many(int count, Supplier<String> literal) {
        List<@Nullable String> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(random.nextInt(20) == 0 ? null : literal.get());
        }
        return all;
    }
}
