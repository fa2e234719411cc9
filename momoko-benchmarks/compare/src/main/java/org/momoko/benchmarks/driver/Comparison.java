package org.momoko.benchmarks.driver;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.momoko.benchmarks.harness.Measurement;
import org.momoko.benchmarks.harness.Workload;

/**
 * Runs the rounds. In a round every peer has its turn once, right after one another, and each round begins with another
 * peer; the report is written anew after each workload.
 */
public final class Comparison {
    private final Options options;
    private final List<Outcome> outcomes = new ArrayList<>();

    public Comparison(Options options) {
        this.options = options;
    }

    /** Measures, and writes the reports into {@code target/benchmarks}. */
    public void run() throws IOException, SQLException, InterruptedException, URISyntaxException {
        // target/momoko-benchmarks-compare/momoko-benchmarks-compare.jar
        Path jar = Path.of(Comparison.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Path modules = jar.resolve("../..").normalize();
        Path reports = Files.createDirectories(modules.resolve("benchmarks"));
        String name =
                LocalDateTime.now(ZoneId.systemDefault()).format(DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss"));
        try (Server server = Server.open(options)) {
            Map<String, String> environment = Environment.of(options, server, modules);
            Child child = new Child(options, modules, server.target(), server.postmaster());
            for (Workload workload : options.workloads()) {
                measure(workload, server, child);
                Files.writeString(reports.resolve(name + ".json"), JsonReport.of(environment, outcomes));
                Files.writeString(reports.resolve(name + ".md"), MarkdownReport.of(environment, outcomes));
            }
            System.out.println(MarkdownReport.of(environment, outcomes));
            if (options.growth() != null) {
                Growth.draw(outcomes, Files.createDirectories(options.growth()));
            }
            System.out.println("Written to " + reports.resolve(name) + ".{json,md}");
        }
    }

    private void measure(Workload workload, Server server, Child child)
            throws IOException, SQLException, InterruptedException {
        List<PeerEntry> peers = new ArrayList<>(options.peers());
        peers.removeIf(peer -> !peer.kinds().contains(workload.kind()));
        for (int round = 1; round <= options.rounds(); round++) {
            for (PeerEntry peer : List.copyOf(peers)) {
                server.reset();
                Outcome outcome = child.run(peer, workload, round);
                outcomes.add(outcome);
                Measurement measurement = outcome.measurement();
                if (measurement == null && outcome.problem().isEmpty()) {
                    peers.remove(peer);
                }
                System.err.println(workload + " " + round + " " + peer.name() + ": "
                        + (measurement == null ? "no measurement " + outcome.problem() : measurement.toLine()));
            }
            Collections.rotate(peers, -1);
        }
    }
}
