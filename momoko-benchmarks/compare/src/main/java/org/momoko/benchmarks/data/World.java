package org.momoko.benchmarks.data;

import java.util.List;

/**
 * Small rows that are looked up and changed by primary key. {@code world} never changes, so that every row read can be
 * checked; {@code account} is the one that is updated.
 */
public final class World {
    /** Ids go from 1 to this. */
    public static final int ROWS = 10_000;

    /** Lookups in one request of the workload that has many. */
    public static final int QUERIES = 20;

    public static final String LOOKUP = "SELECT id, number FROM world WHERE id = $1";
    public static final String UPDATE = "UPDATE account SET number = $1 WHERE id = $2";
    public static final String SELECT_ACCOUNT = "SELECT number FROM account WHERE id = $1";
    /** Gives {@link #ROWS}, after 20 ms. */
    public static final String SLOW = "SELECT " + ROWS + " FROM pg_sleep(0.02)";
    /** A lookup that waits first for so many seconds. */
    public static final String DELAYED_LOOKUP = "SELECT id, number FROM world, pg_sleep($2) WHERE id = $1";

    /** Numbers from 1, each with its double. */
    public static final String SERIES = "SELECT i, 2 * i FROM generate_series(1, $1) AS i";

    public static final double DELAY_SECONDS = 0.02;
    public static final String ONE = "SELECT $1::int4";

    public static final List<String> DDL = List.of(
            "CREATE TABLE world (id int4 PRIMARY KEY, number int4 NOT NULL)",
            "INSERT INTO world SELECT i, i * 7919 % 10000 + 1 FROM generate_series(1, " + ROWS + ") AS i",
            // room for new versions of a row on its own page, so that updates do not touch the index
            "CREATE TABLE account (id int4 PRIMARY KEY, number int4 NOT NULL) WITH (fillfactor = 50)",
            "INSERT INTO account SELECT id, number FROM world");

    private World() {}

    /** The lookup in so many different texts. */
    public static String[] lookups(int count) {
        String[] texts = new String[count];
        for (int i = 0; i < count; i++) {
            texts[i] = LOOKUP + " /* " + i + " */";
        }
        return texts;
    }

    /** Folds the two columns of a row. */
    public static long sum(int id, int number) {
        return 31L * id + number;
    }

    /** What {@link #sum} gives for the row of an id. */
    public static long expected(int id) {
        return sum(id, id * 7919 % 10000 + 1);
    }
}
