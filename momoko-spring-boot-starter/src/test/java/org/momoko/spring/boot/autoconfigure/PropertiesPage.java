package org.momoko.spring.boot.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The page {@code docs/properties.md}, made from the metadata. */
final class PropertiesPage {
    private static final String HEAD = """
            # All keys

            Made from the metadata of the starter, which editors show as well; do not edit. `docs/spring-boot.md` tells how the
            keys work together. Durations are written as `500ms`, `30s`, `2m`, sizes as `256MB`. A key without a default says
            in its description what holds without it. In environment variables dots become underscores, and dashes go:
            `momoko.pool.max-size` is `MOMOKO_POOL_MAXSIZE`.
            """;

    private PropertiesPage() {}

    static String text() {
        List<Map<String, Object>> all = keys();
        StringBuilder page = new StringBuilder(HEAD);
        section(page, all, "Connection", name -> name.startsWith("momoko.") && name.indexOf('.', 7) < 0);
        section(page, all, "TCP", name -> name.startsWith("momoko.keep-alive."));
        section(page, all, "TLS", name -> name.startsWith("momoko.ssl."));
        section(page, all, "Pool", name -> name.startsWith("momoko.pool."));
        section(page, all, "Transactions", name -> name.startsWith("momoko.transaction."));
        section(page, all, "Health and endpoint", name -> name.startsWith("momoko.health.") || name.startsWith("man"));
        section(page, all, "Observations", name -> name.startsWith("momoko.observation."));
        return page.toString();
    }

    /** The entries of all keys, those that Spring Boot's own annotations make for us included. */
    static List<Map<String, Object>> keys() {
        return Stream.of("momoko.", "management.health.momoko.", "management.endpoint.momoko.")
                .flatMap(prefix -> Metadata.properties(prefix).stream())
                .toList();
    }

    private static void section(
            StringBuilder page, List<Map<String, Object>> all, String title, Predicate<String> belongs) {
        page.append("\n## ").append(title).append("\n\n| key | type | default | |\n|---|---|---|---|\n");
        for (Map<String, Object> key : all) {
            if (belongs.test(Metadata.name(key))) {
                List<String> cells = new ArrayList<>(List.of(
                        "`" + Metadata.name(key) + "`",
                        type(String.valueOf(key.get("type"))),
                        value(key.get("defaultValue")),
                        key.get("description") + choices(Metadata.name(key))));
                page.append(cells.stream()
                        .map(cell -> cell.replace("|", "\\|"))
                        .collect(Collectors.joining(" | ", "| ", " |\n")));
            }
        }
    }

    /** Without packages; what the named pools are made of is said in the description. */
    private static String type(String type) {
        String simple = type.replaceAll("[a-z]+\\.", "").replace('$', '.').replace(",", ", ");
        return simple.startsWith("Map<")
                ? "by name"
                : simple.replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String value(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof List<?> list && list.isEmpty()) {
            return "none";
        }
        return "`" + value + "`";
    }

    private static String choices(String name) {
        return Metadata.hints().stream()
                .filter(hint -> Metadata.name(hint).equals(name))
                .flatMap(hint -> ((List<?>) hint.get("values")).stream())
                .map(choice -> (Map<?, ?>) choice)
                .map(choice -> "<br>`" + choice.get("value") + "`: " + choice.get("description"))
                .collect(Collectors.joining());
    }
}
