package org.momoko.spring.boot.autoconfigure;

import com.jayway.jsonpath.JsonPath;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** The metadata of the starter's properties, as the build generated it. */
final class Metadata {
    private static final String FILE = "META-INF/spring-configuration-metadata.json";

    private Metadata() {}

    /** The entries of the properties with this prefix. */
    static List<Map<String, Object>> properties(String prefix) {
        return entries("$.properties").stream()
                .filter(property -> name(property).startsWith(prefix))
                .toList();
    }

    /** The entries of hints. */
    static List<Map<String, Object>> hints() {
        return entries("$.hints");
    }

    static String name(Map<String, Object> entry) {
        return String.valueOf(entry.get("name"));
    }

    private static List<Map<String, Object>> entries(String path) {
        try {
            for (URL url :
                    Collections.list(MomokoProperties.class.getClassLoader().getResources(FILE))) {
                try (InputStream in = url.openStream()) {
                    List<Map<String, Object>> entries = JsonPath.parse(in).read(path);
                    if (entries.stream().anyMatch(entry -> name(entry).startsWith("momoko."))) {
                        return entries;
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError("no metadata of the starter");
    }
}
