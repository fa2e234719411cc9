package org.momoko.coverage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.momoko.coverage.ContractFinder.TestName;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** How the tests of the latest run ended, from the reports that Surefire and Failsafe leave in the build directory. */
final class RunReports {
    private final Map<TestName, Count> counts = new HashMap<>();

    private RunReports() {}

    /**
     * How often a test ran, with each set of parameters once.
     *
     * @param passed how many of the runs were good; those skipped count as run and not as passed
     */
    record Count(int passed, int runs) {
        static final Count NONE = new Count(0, 0);

        Count plus(boolean good) {
            return new Count(passed + (good ? 1 : 0), runs + 1);
        }

        Count plus(Count other) {
            return new Count(passed + other.passed, runs + other.runs);
        }
    }

    /** Reads the reports in a build directory, of all rows of the matrix that were run. */
    static RunReports in(Path target) {
        RunReports reports = new RunReports();
        try (Stream<Path> files = Files.walk(target, 2)) {
            files.filter(RunReports::isReport).forEach(reports::read);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return reports;
    }

    /** An integration test that somebody ran by way of Surefire is not of this run. */
    private static boolean isReport(Path file) {
        String plugin = file.getParent().getFileName().toString();
        String name = file.getFileName().toString();
        return name.matches("TEST-.*\\.xml")
                && plugin.endsWith("-reports")
                && plugin.equals("surefire-reports") == name.endsWith("Tests.xml");
    }

    private void read(Path file) {
        try {
            NodeList cases = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(file.toFile())
                    .getElementsByTagName("testcase");
            for (int i = 0; i < cases.getLength(); i++) {
                read((Element) cases.item(i));
            }
        } catch (IOException | SAXException | ParserConfigurationException e) {
            throw new IllegalStateException("cannot read " + file, e);
        }
    }

    private void read(Element testcase) {
        boolean good = Stream.of("failure", "error", "skipped")
                .allMatch(tag -> testcase.getElementsByTagName(tag).getLength() == 0);
        String name = testcase.getAttribute("name");
        int end = 0;
        while (end < name.length() && Character.isJavaIdentifierPart(name.charAt(end))) {
            end++;
        }
        TestName test = new TestName(testcase.getAttribute("classname"), name.substring(0, end));
        counts.put(test, of(test).plus(good));
    }

    /** The runs of a test; none if no report names it. */
    Count of(TestName test) {
        return counts.getOrDefault(test, Count.NONE);
    }
}
