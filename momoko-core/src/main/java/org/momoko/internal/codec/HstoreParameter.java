package org.momoko.internal.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.momoko.error.ParameterException;

/** A map of strings where hstore is registered: {@code hstore(ARRAY['a'], ARRAY['b'])}, {@code ''::hstore} if empty. Bound in text. */
final class HstoreParameter extends ParameterType<Map<?, ?>> {
    private final int oid;

    HstoreParameter(int oid) {
        this.oid = oid;
    }

    @Override
    int oid(Map<?, ?> map, Codecs codecs) {
        return oid;
    }

    @Override
    void literal(LiteralWriter out, Map<?, ?> map) {
        requireStrings(map);
        if (map.isEmpty()) {
            out.raw("''::hstore");
            return;
        }
        List<@Nullable Object> keys = new ArrayList<>(map.size());
        List<@Nullable Object> values = new ArrayList<>(map.size());
        map.forEach((key, value) -> {
            keys.add(key);
            values.add(value);
        });
        out.raw("hstore(").value(keys).raw(", ").value(values).raw(")");
    }

    @Override
    void text(StringBuilder out, Map<?, ?> map, Codecs codecs) {
        requireStrings(map);
        HstoreColumn.append(out, map);
    }

    private static void requireStrings(Map<?, ?> map) {
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!(entry.getKey() instanceof CharSequence)
                    || (entry.getValue() != null && !(entry.getValue() instanceof CharSequence))) {
                throw new ParameterException("hstore takes strings as keys, and strings or null as values");
            }
        }
    }
}
