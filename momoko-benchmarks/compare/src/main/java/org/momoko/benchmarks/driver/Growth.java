package org.momoko.benchmarks.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import org.momoko.benchmarks.harness.Measurement;
import org.momoko.benchmarks.harness.Workload;
import org.momoko.benchmarks.harness.Workload.Kind;

/** What an operation costs while one thing grows and all else stays: a chart for each such thing. */
final class Growth {
    /** Those that are measured unless others are named. */
    static final String PEERS = "momoko,momoko-shared";

    private static final List<Curve> CURVES = List.of(
            new Curve(
                    "callers",
                    "callers at once, 16 connections",
                    Workload::inFlight,
                    "lookup-p16-i1,lookup-p16-i10,lookup-p16-i100,lookup-p16-i1000,lookup-p16-i10000"),
            new Curve(
                    "connections",
                    "connections, 256 callers",
                    Workload::pool,
                    "lookup-p1-i256,lookup-p2-i256,lookup-p4-i256,lookup-p8-i256,lookup-p16-i256,lookup-p32-i256,lookup-p64-i256"),
            new Curve(
                    "rows",
                    "rows in a result (cost of a row)",
                    Workload::amount,
                    "rows-n10,rows-n100,rows-n1000,rows-n10000,rows-n100000,rows-n1000000"),
            new Curve(
                    "statements",
                    "different statements, 256 kept prepared",
                    Workload::amount,
                    "statements-n1,statements-n10,statements-n100,statements-n1000,statements-n10000"));

    private Growth() {}

    /**
     * @param name also that of the file
     * @param what what grows, as the axis calls it
     * @param size how far it has grown in a workload
     */
    private record Curve(String name, String what, ToIntFunction<Workload> size, String workloads) {
        List<Workload> points() {
            return Workload.parseAll(workloads);
        }
    }

    static List<Workload> workloads() {
        return CURVES.stream()
                .flatMap(curve -> curve.points().stream())
                .distinct()
                .toList();
    }

    /** Draws the curves of which there are measurements. */
    static void draw(List<Outcome> outcomes, Path directory) throws IOException {
        for (Curve curve : CURVES) {
            List<Workload> points = curve.points();
            Kind kind = points.get(0).kind();
            List<Outcome> measured = outcomes.stream()
                    .filter(outcome -> points.contains(outcome.workload()) && outcome.measurement() != null)
                    .toList();
            if (!measured.isEmpty()) {
                String unit = kind == Kind.ROWS ? "a row" : "an operation";
                String svg = new Chart(curve.what())
                        .panel("CPU µs of the client for " + unit, medians(curve, measured, Measurement::cpuMicros))
                        .panel("bytes allocated for " + unit, medians(curve, measured, Measurement::bytes))
                        .svg();
                Path file = directory.resolve("growth-" + curve.name() + ".svg");
                Files.writeString(file, svg);
                System.out.println("Drawn: " + file);
            }
        }
    }

    private static Map<String, SortedMap<Integer, Double>> medians(
            Curve curve, List<Outcome> outcomes, ToDoubleFunction<Measurement> figure) {
        Map<String, TreeMap<Integer, List<Double>>> values = new LinkedHashMap<>();
        for (Outcome outcome : outcomes) {
            Measurement measurement = outcome.measurement();
            if (measurement != null) {
                values.computeIfAbsent(outcome.peer(), peer -> new TreeMap<>())
                        .computeIfAbsent(curve.size().applyAsInt(outcome.workload()), size -> new ArrayList<>())
                        .add(figure.applyAsDouble(measurement));
            }
        }
        Map<String, SortedMap<Integer, Double>> medians = new LinkedHashMap<>();
        values.forEach((peer, bySize) -> {
            SortedMap<Integer, Double> line = new TreeMap<>();
            bySize.forEach((size, all) -> line.put(size, Spread.of(all).median()));
            medians.put(peer, line);
        });
        return medians;
    }
}
