package org.momoko.spring.boot.diagnostics;

import java.lang.reflect.RecordComponent;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.momoko.spring.boot.autoconfigure.MomokoProperties;
import org.momoko.spring.boot.autoconfigure.NamedPoolProperties;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;

/** The keys there are, and how near a name comes to one of them. */
final class KnownKeys {
    private static final String PREFIX = "momoko.";
    private static final String NAMED = "momoko.pools.";

    private KnownKeys() {}

    /** The key that is most like {@code name}; null if none is like it. */
    static @Nullable String nearest(String name) {
        int pool = name.startsWith(NAMED) ? name.indexOf('.', NAMED.length()) : -1;
        String prefix = pool > 0 ? name.substring(0, pool + 1) : PREFIX;
        String given = name.substring(prefix.length());
        List<String> keys = keys("", pool > 0 ? NamedPoolProperties.class : MomokoProperties.class)
                .toList();
        return keys.stream()
                .filter(key -> distance(given, key) <= Math.max(2, key.length() / 3))
                .min(Comparator.comparingInt(key -> distance(given, key)))
                .map(key -> prefix + key)
                .orElse(null);
    }

    private static Stream<String> keys(String prefix, Class<?> type) {
        return Stream.of(type.getRecordComponents()).flatMap(component -> keys(prefix, component));
    }

    private static Stream<String> keys(String prefix, RecordComponent component) {
        String key = prefix + DataObjectPropertyName.toDashedForm(component.getName());
        return component.getType().isRecord() ? keys(key + ".", component.getType()) : Stream.of(key);
    }

    /** How many characters have to be put in, taken out or replaced to make one text of the other (Levenshtein). */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
