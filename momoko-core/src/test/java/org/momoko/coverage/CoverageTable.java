package org.momoko.coverage;

import java.util.List;
import java.util.stream.Collectors;
import org.momoko.coverage.ContractFinder.TestName;
import org.momoko.coverage.RunReports.Count;

/** Writes the table as Markdown, and takes one apart again to see whether it lists what there is. */
final class CoverageTable {
    private static final String HEAD = """
            # Coverage of the contract

            Every line of the behaviour contract, the tests that prove it, and how they ended: good runs of all runs, each set of
            parameters counting once. KEEP is as in Momoko, FIX mends a defect of Momoko, EXT is new. The last column names the change
            of the code with which a test of that line was seen failing; a FIX without one has not been tried.
            [testing.md](testing.md) says how this file is made and where the lines come from.

            %s

            | line | | must hold | tests | passed | seen failing against |
            |---|---|---|---|---|---|
            """;

    private CoverageTable() {}

    /** The whole document. */
    static String document(List<ContractLine> lines, ContractFinder finder, RunReports reports) {
        StringBuilder document = new StringBuilder(HEAD.formatted(summary(lines, finder)));
        for (ContractLine line : lines) {
            Count count = finder.tests(line.id()).stream().map(reports::of).reduce(Count.NONE, Count::plus);
            document.append(row(line, finder))
                    .append(count.runs() == 0 ? "not run" : count.passed() + "/" + count.runs())
                    .append(" | ")
                    .append(cell(line.mutation()))
                    .append(" |\n");
        }
        return document.toString();
    }

    private static String summary(List<ContractLine> lines, ContractFinder finder) {
        List<ContractLine> fixes = lines.stream()
                .filter(line -> line.kind() == ContractLine.Kind.FIX)
                .toList();
        long uncovered =
                lines.stream().filter(line -> finder.tests(line.id()).isEmpty()).count();
        long tried = fixes.stream().filter(line -> !line.mutation().isEmpty()).count();
        return "%d lines, %d without a test; %d are FIX, of which %d were seen failing."
                .formatted(lines.size(), uncovered, fixes.size(), tried);
    }

    /** What of a row does not depend on the latest run. */
    private static String row(ContractLine line, ContractFinder finder) {
        String tests = finder.tests(line.id()).stream().map(TestName::toString).collect(Collectors.joining("<br>"));
        return "| %s | %s | %s | %s | ".formatted(cell(line.id()), line.kind(), cell(line.text()), tests);
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }

    /** The rows as they must begin in a document that is up to date. */
    static List<String> rows(List<ContractLine> lines, ContractFinder finder) {
        return lines.stream().map(line -> row(line, finder)).toList();
    }

    /** The rows of a document without the columns of the latest run. */
    static List<String> rows(String document) {
        int head = document.indexOf("|---|");
        return document.substring(document.indexOf('\n', head) + 1)
                .lines()
                .map(CoverageTable::withoutRun)
                .toList();
    }

    private static String withoutRun(String row) {
        String unescaped = row.replace("\\|", "\\\u0000");
        int end = -1;
        for (int bar = 0; bar < 5; bar++) {
            end = unescaped.indexOf('|', end + 1);
            if (end < 0) {
                return row;
            }
        }
        return row.substring(0, end) + "| ";
    }
}
