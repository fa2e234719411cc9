package org.momoko.internal.codec;

import org.jspecify.annotations.Nullable;
import org.momoko.type.JsonCodec;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.util.MinimalPrettyPrinter;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON by Jackson, as {@code Map}, {@code List}, {@code String}, numbers and {@code Boolean} where no class is asked for.
 * Fractions become BigDecimal, so that a jsonb number keeps its digits. Written with the separators of Python's
 * {@code json.dumps}, so that {@code mogrify} gives what Momoko's users know. The only class that names Jackson.
 */
final class JacksonJsonCodec implements JsonCodec {
    private final ObjectMapper mapper = JsonMapper.builder().build();
    private final ObjectReader untyped =
            mapper.readerFor(Object.class).with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private final ObjectWriter writer = mapper.writer().with(new PythonSeparators());

    @Override
    public @Nullable Object read(String text) {
        return untyped.readValue(text);
    }

    @Override
    public <T> @Nullable T read(String text, Class<T> type) {
        return mapper.readValue(text, type);
    }

    @Override
    public String write(@Nullable Object value) {
        return writer.writeValueAsString(value);
    }

    /** {@code ", "} between members and {@code ": "} after names. */
    private static final class PythonSeparators extends MinimalPrettyPrinter {
        private static final long serialVersionUID = 1L;

        @Override
        public void writeObjectNameValueSeparator(JsonGenerator out) {
            out.writeRaw(": ");
        }

        @Override
        public void writeObjectEntrySeparator(JsonGenerator out) {
            out.writeRaw(", ");
        }

        @Override
        public void writeArrayValueSeparator(JsonGenerator out) {
            out.writeRaw(", ");
        }
    }
}
