package org.momoko.benchmarks.driver;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.momoko.benchmarks.harness.Measurement;

/** All outcomes as JSON, so that figures can be worked with later. */
final class JsonReport {
    private JsonReport() {}

    static String of(Map<String, String> environment, List<Outcome> outcomes) {
        StringBuilder out = new StringBuilder("{\n  \"environment\": {");
        String separator = "\n";
        for (Map.Entry<String, String> entry : environment.entrySet()) {
            out.append(separator).append("    ");
            quote(out, entry.getKey());
            out.append(": ");
            quote(out, entry.getValue());
            separator = ",\n";
        }
        out.append("\n  },\n  \"outcomes\": [");
        separator = "\n";
        for (Outcome outcome : outcomes) {
            out.append(separator).append("    {\"workload\": ");
            quote(out, outcome.workload().toString());
            out.append(", \"peer\": ");
            quote(out, outcome.peer());
            out.append(", \"round\": ").append(outcome.round());
            Measurement measurement = outcome.measurement();
            if (measurement == null) {
                out.append(", \"problem\": ");
                quote(out, outcome.problem());
            } else {
                append(out, measurement);
            }
            out.append('}');
            separator = ",\n";
        }
        return out.append("\n  ]\n}\n").toString();
    }

    private static void append(StringBuilder out, Measurement measurement) {
        number(out, "throughput", measurement.throughput());
        number(out, "cpuMicros", measurement.cpuMicros());
        number(out, "bytes", measurement.bytes());
        out.append(", \"bytesComplete\": ").append(measurement.bytesComplete());
        number(out, "serverMicros", measurement.serverMicros());
        number(out, "systemCalls", measurement.systemCalls());
        number(out, "p50Micros", measurement.p50Micros());
        number(out, "p99Micros", measurement.p99Micros());
        out.append(", \"threads\": ").append(measurement.threads());
        out.append(", \"operations\": ").append(measurement.operations());
    }

    private static void number(StringBuilder out, String name, double value) {
        out.append(", \"").append(name).append("\": ");
        out.append(Double.isNaN(value) ? "null" : String.format(Locale.ROOT, "%.6f", value));
    }

    private static void quote(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character < ' ') {
                out.append(String.format("\\u%04x", (int) character));
            } else {
                if (character == '"' || character == '\\') {
                    out.append('\\');
                }
                out.append(character);
            }
        }
        out.append('"');
    }
}
