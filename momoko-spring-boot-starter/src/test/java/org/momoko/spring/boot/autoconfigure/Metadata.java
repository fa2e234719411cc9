package org.momoko.spring.boot.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The metadata of the properties as the build generated it. */
final class Metadata {
    private final JsonNode root;

    private Metadata(JsonNode root) {
        this.root = root;
    }

    static Metadata read() {
        String file = "META-INF/spring-configuration-metadata.json";
        try (InputStream in = MomokoProperties.class.getClassLoader().getResourceAsStream(file)) {
            JsonNode ours = null;
            for (var url : java.util.Collections.list(
                    MomokoProperties.class.getClassLoader().getResources(file))) {
                try (InputStream each = url.openStream()) {
                    JsonNode tree = JsonMapper.shared().readTree(each);
                    if (tree.toString().contains("\"momoko.url\"")) {
                        ours = tree;
                    }
                }
            }
            return new Metadata(Objects.requireNonNull(ours, "metadata with momoko.url"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
