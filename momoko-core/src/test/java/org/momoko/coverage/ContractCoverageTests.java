package org.momoko.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** No line of the contract without a test, no test of a line that is none, and a table that lists both as they are. */
class ContractCoverageTests {
    /** With {@code -Dcontract.table=write} the table is written anew, with the results of the latest run, before it is compared. */
    private static final boolean WRITE = "write".equals(System.getProperty("contract.table"));

    private final List<ContractLine> lines = ContractLine.all();
    private final ContractFinder finder = ContractFinder.search();

    @Test
    void everyLineHasATest() {
        assertThat(lines).extracting(ContractLine::id).doesNotHaveDuplicates();
        assertThat(lines).filteredOn(line -> finder.tests(line.id()).isEmpty()).isEmpty();
    }

    @Test
    void everyAnnotationNamesALineAndStandsOnATest() {
        assertThat(lines).extracting(ContractLine::id).containsAll(finder.ids());
        assertThat(finder.misplaced()).isEmpty();
    }

    @Test
    void tableListsTheLinesAndTestsThatThereAre() throws IOException {
        Path target = ContractFinder.classes().getParent();
        Path module = target.getParent();
        Path table = module.resolveSibling("docs").resolve("contract-coverage.md");
        if (WRITE) {
            Files.writeString(table, CoverageTable.document(lines, finder, RunReports.in(target)));
        }
        assertThat(CoverageTable.rows(Files.readString(table)))
                .as("%s; -Dcontract.table=write writes it anew", table)
                .isEqualTo(CoverageTable.rows(lines, finder));
    }
}
