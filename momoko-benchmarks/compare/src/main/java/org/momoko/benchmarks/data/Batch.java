package org.momoko.benchmarks.data;

import java.util.List;

/** Rows that are inserted in one transaction. */
public final class Batch {
    /** Rows in one transaction. */
    public static final int ROWS = 10_000;

    public static final String INSERT = "INSERT INTO batch (id, label, value) VALUES ($1, $2, $3)";

    public static final List<String> DDL = List.of("CREATE TABLE batch (id int4, label text, value int8)");

    /** Puts back what workloads change, so that every child finds the same. */
    public static final List<String> RESET = List.of("TRUNCATE batch", "VACUUM account");

    private Batch() {}

    /** The label of a row; made beforehand, so that only the client's own objects count. */
    public static String[] labels() {
        String[] labels = new String[ROWS];
        for (int i = 0; i < ROWS; i++) {
            labels[i] = "label " + i;
        }
        return labels;
    }
}
