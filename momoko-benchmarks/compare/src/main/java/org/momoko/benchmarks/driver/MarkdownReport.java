package org.momoko.benchmarks.driver;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.momoko.benchmarks.harness.Measurement;
import org.momoko.benchmarks.harness.Workload;

/** The figures of each workload, and Momoko's ratios to the peers that are used in the same way. */
final class MarkdownReport {
    private final StringBuilder out = new StringBuilder();
    private final Map<Workload, Map<String, List<Outcome>>> table = new LinkedHashMap<>();

    private MarkdownReport(List<Outcome> outcomes) {
        for (Outcome outcome : outcomes) {
            table.computeIfAbsent(outcome.workload(), workload -> new LinkedHashMap<>())
                    .computeIfAbsent(outcome.peer(), peer -> new ArrayList<>())
                    .add(outcome);
        }
    }

    static String of(Map<String, String> environment, List<Outcome> outcomes) {
        MarkdownReport report = new MarkdownReport(outcomes);
        environment.forEach((name, value) ->
                report.out.append("- ").append(name).append(": ").append(value).append('\n'));
        report.ratios();
        report.figures();
        return report.out.toString();
    }

    private void ratios() {
        out.append(
                "\n## Ratios within a round: median (least–most)\n\nThroughput: more is better. CPU, bytes and p99: less is"
                        + " better.\n\n");
        row("workload", "peers", "throughput", "CPU", "bytes", "system calls", "p99");
        row("---", "---", "---:", "---:", "---:", "---:", "---:");
        for (Map.Entry<Workload, Map<String, List<Outcome>>> workload : table.entrySet()) {
            for (PeerEntry peer : PeerEntry.CATALOGUE) {
                for (String rival : peer.rivals()) {
                    ratio(
                            workload.getKey() + "",
                            peer.name() + " / " + rival,
                            byRound(workload.getValue().get(peer.name())),
                            byRound(workload.getValue().get(rival)));
                }
            }
        }
    }

    private void ratio(
            String workload, String peers, Map<Integer, Measurement> ours, Map<Integer, Measurement> theirs) {
        Set<Integer> rounds = new TreeSet<>(ours.keySet());
        rounds.retainAll(theirs.keySet());
        if (rounds.isEmpty()) {
            return;
        }
        row(
                workload,
                peers,
                ratio(rounds, ours, theirs, Measurement::throughput),
                ratio(rounds, ours, theirs, Measurement::cpuMicros),
                ratio(rounds, ours, theirs, Measurement::bytes) + (complete(ours) && complete(theirs) ? "" : " ?"),
                ratio(rounds, ours, theirs, Measurement::systemCalls),
                ratio(rounds, ours, theirs, Measurement::p99Micros));
    }

    private static String ratio(
            Set<Integer> rounds,
            Map<Integer, Measurement> ours,
            Map<Integer, Measurement> theirs,
            ToDoubleFunction<Measurement> figure) {
        List<Double> ratios = new ArrayList<>();
        for (Integer round : rounds) {
            ratios.add(figure.applyAsDouble(ours.get(round)) / figure.applyAsDouble(theirs.get(round)));
        }
        return Spread.of(ratios).toString();
    }

    private static Map<Integer, Measurement> byRound(@Nullable List<Outcome> outcomes) {
        Map<Integer, Measurement> byRound = new LinkedHashMap<>();
        for (Outcome outcome : outcomes == null ? List.<Outcome>of() : outcomes) {
            Measurement measurement = outcome.measurement();
            if (measurement != null) {
                byRound.put(outcome.round(), measurement);
            }
        }
        return byRound;
    }

    private static boolean complete(Map<Integer, Measurement> measurements) {
        return measurements.values().stream().allMatch(Measurement::bytesComplete);
    }

    private void figures() {
        table.forEach((workload, byPeer) -> {
            out.append("\n## ").append(workload).append("\n\n");
            row("peer", "units/s", "CPU µs", "B", "server µs", "system calls", "p50 µs", "p99 µs", "threads");
            row("---", "---:", "---:", "---:", "---:", "---:", "---:", "---:", "---:");
            byPeer.forEach(this::figures);
        });
    }

    private void figures(String peer, List<Outcome> outcomes) {
        Map<Integer, Measurement> measured = byRound(outcomes);
        if (measured.isEmpty()) {
            String problem = outcomes.get(0).problem();
            row(peer, problem.isEmpty() ? "–" : problem.replace("|", "\\|"), "", "", "", "", "", "", "");
            return;
        }
        row(
                peer,
                spread(measured, Measurement::throughput).toString(),
                spread(measured, Measurement::cpuMicros).toString(),
                (complete(measured) ? "" : "≥ ")
                        + Spread.number(spread(measured, Measurement::bytes).median()),
                Spread.number(spread(measured, Measurement::serverMicros).median()),
                Spread.number(spread(measured, Measurement::systemCalls).median()),
                Spread.number(spread(measured, Measurement::p50Micros).median()),
                Spread.number(spread(measured, Measurement::p99Micros).median()),
                Spread.number(spread(measured, Measurement::threads).median()));
    }

    private static Spread spread(Map<Integer, Measurement> measured, ToDoubleFunction<Measurement> figure) {
        return Spread.of(measured.values().stream().map(figure::applyAsDouble).toList());
    }

    private void row(String... cells) {
        out.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
