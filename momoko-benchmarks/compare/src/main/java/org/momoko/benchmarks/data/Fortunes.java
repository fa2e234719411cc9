package org.momoko.benchmarks.data;

import java.util.List;

/** Twelve rows of text, all of them read by every request. */
public final class Fortunes {
    /** How many rows there are. */
    public static final int ROWS = 12;

    public static final String SELECT = "SELECT id, message FROM fortune";

    public static final List<String> DDL = List.of(
            "CREATE TABLE fortune (id int4 PRIMARY KEY, message text NOT NULL)",
            "INSERT INTO fortune SELECT i, 'Fortune " + "' || i || ': a café in Zürich serves no naïve client twice'"
                    + " FROM generate_series(1, " + ROWS + ") AS i");

    /** What all rows together must give. */
    public static final long EXPECTED = expected();

    private Fortunes() {}

    /** Folds a row; rows are added up. */
    public static long sum(int id, String message) {
        return 31L * id + message.hashCode();
    }

    private static long expected() {
        long sum = 0;
        for (int i = 1; i <= ROWS; i++) {
            sum += sum(i, "Fortune " + i + ": a café in Zürich serves no naïve client twice");
        }
        return sum;
    }
}
