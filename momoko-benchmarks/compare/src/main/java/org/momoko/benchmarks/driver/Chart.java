package org.momoko.benchmarks.driver;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;

/**
 * An SVG image with panels side by side, each with a line for each peer over a logarithmic horizontal axis. Vertical axes
 * begin at zero, so that a flat line looks flat and no other does.
 */
final class Chart {
    private static final int WIDTH = 440;
    private static final int HEIGHT = 280;
    private static final int LEFT = 60;
    private static final int TOP = 40;
    private static final int RIGHT = WIDTH - 40;
    private static final int MIDDLE = (LEFT + RIGHT) / 2;
    private static final int BOTTOM = HEIGHT - 60;
    private static final int TICKS = 4;
    private static final int LEGEND_WIDTH = 110;
    private static final List<String> COLOURS = List.of("#1f5fa8", "#c2410c", "#15803d", "#7c3aed");

    private final String what;
    private final StringBuilder panels = new StringBuilder();
    private int count;

    /** @param what the horizontal axis */
    Chart(String what) {
        this.what = what;
    }

    /**
     * Adds a panel.
     *
     * @param lines by peer, what was measured for each size
     */
    Chart panel(String title, Map<String, SortedMap<Integer, Double>> lines) {
        double most = 0;
        double first = Double.MAX_VALUE;
        double last = 1;
        for (SortedMap<Integer, Double> line : lines.values()) {
            for (double value : line.values()) {
                most = Math.max(most, value);
            }
            first = Math.min(first, line.firstKey());
            last = Math.max(last, line.lastKey());
        }
        Scale scale = new Scale(first, last, round(most));
        panels.append(String.format(Locale.ROOT, "<g transform=\"translate(%d 0)\">\n", count++ * WIDTH));
        text(MIDDLE, 20, "middle", title);
        text(MIDDLE, BOTTOM + 36, "middle", what);
        for (int i = 0; i <= TICKS; i++) {
            double value = scale.most * i / TICKS;
            panels.append(String.format(
                    Locale.ROOT, "<path d=\"M%d %.1fH%d\" stroke=\"#ddd\"/>\n", LEFT, scale.y(value), RIGHT));
            text(LEFT - 6, scale.y(value) + 4, "end", Spread.number(value));
        }
        for (int size : lines.values().iterator().next().keySet()) {
            text(scale.x(size), BOTTOM + 18, "middle", String.format(Locale.ROOT, "%,d", size));
        }
        int number = 0;
        for (Map.Entry<String, SortedMap<Integer, Double>> line : lines.entrySet()) {
            line(scale, line.getKey(), line.getValue(), number++);
        }
        panels.append("</g>\n");
        return this;
    }

    private void line(Scale scale, String peer, SortedMap<Integer, Double> points, int number) {
        String colour = COLOURS.get(number % COLOURS.size());
        StringBuilder path = new StringBuilder();
        points.forEach((size, value) -> {
            path.append(path.isEmpty() ? 'M' : 'L')
                    .append(String.format(Locale.ROOT, "%.1f %.1f", scale.x(size), scale.y(value)));
            panels.append(String.format(
                    Locale.ROOT,
                    "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>\n",
                    scale.x(size),
                    scale.y(value),
                    colour));
        });
        panels.append(String.format(
                Locale.ROOT, "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>\n", path, colour));
        panels.append(String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>\n",
                LEFT + LEGEND_WIDTH * number,
                HEIGHT - 8,
                colour,
                peer));
    }

    private void text(double x, double y, String anchor, String text) {
        panels.append(String.format(
                Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n", x, y, anchor, text));
    }

    String svg() {
        return String.format(
                        Locale.ROOT,
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\""
                                + " font-size=\"11\">\n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>\n",
                        count * WIDTH,
                        HEIGHT)
                + panels + "</svg>\n";
    }

    /** The next number above with one digit that counts. */
    private static double round(double value) {
        double unit = Math.pow(10, Math.floor(Math.log10(Math.max(value, 1e-6))));
        return Math.ceil(value / unit) * unit;
    }

    private record Scale(double first, double last, double most) {
        double x(double size) {
            return LEFT + (RIGHT - LEFT) * (Math.log(size / first) / Math.max(Math.log(last / first), 1e-9));
        }

        double y(double value) {
            return BOTTOM - (BOTTOM - TOP) * value / most;
        }
    }
}
