package org.momoko.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The two factories that need no state. */
final class RowFactories {
    static final CursorFactory<Row> ROWS = columns -> row -> row;
    static final CursorFactory<Map<String, @Nullable Object>> MAPS = columns -> Row::asMap;

    private RowFactories() {}
}
