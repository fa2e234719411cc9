package org.momoko.benchmarks.driver;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Median and extremes of the rounds. */
record Spread(double least, double median, double most) {

    /** @param values at least one */
    static Spread of(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(sorted[0], median, sorted[sorted.length - 1]);
    }

    /** The median with the extremes behind it; a dash when nothing was counted. */
    @Override
    public String toString() {
        return Double.isNaN(median) ? "–" : number(median) + " (" + number(least) + "–" + number(most) + ")";
    }

    /** With three digits that count, whole from 1,000 on. */
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "–";
        }
        double size = Math.abs(value);
        String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
        return String.format(Locale.ROOT, format, value);
    }
}
