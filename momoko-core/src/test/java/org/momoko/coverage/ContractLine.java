package org.momoko.coverage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A line of the behaviour contract.
 *
 * @param id as {@link org.momoko.testing.Contract} names it
 * @param kind whether it is as in Momoko, mends it, or is new
 * @param text what must hold
 * @param mutation the change of the code with which its test was seen failing; empty if none was tried
 */
record ContractLine(String id, Kind kind, String text, String mutation) {
    /** What a line is to a user of Momoko. */
    enum Kind {
        KEEP,
        FIX,
        EXT
    }

    private static final String RESOURCE = "/contract.tsv";

    /** All lines in their order, from {@code contract.tsv}. */
    static List<ContractLine> all() {
        try (InputStream in = ContractLine.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("not on the class path: " + RESOURCE);
            }
            List<ContractLine> lines = new ArrayList<>();
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    lines.add(parse(line));
                }
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ContractLine parse(String line) {
        String[] columns = line.split("\t", -1);
        if (columns.length < 3 || columns.length > 4) {
            throw new IllegalStateException(
                    RESOURCE + ": expected 3 or 4 columns, found " + columns.length + ": " + line);
        }
        return new ContractLine(
                columns[0], Kind.valueOf(columns[1]), columns[2], columns.length == 4 ? columns[3] : "");
    }
}
