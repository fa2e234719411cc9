package org.momoko.internal.sql;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.momoko.error.ProgrammingException;

/**
 * Remembers how texts were taken apart, by text and argument style. A hit neither locks nor allocates; a miss parses and
 * takes a lock to enter the result. What leaves when it is full, {@link SecondChance} says. Thread safe.
 */
public final class ParsedSqlCache {
    /** Longer texts are mostly generated and seldom come twice. */
    private static final int LONGEST_CACHED = 64 * 1024;

    /** Of all texts together, which with their parts keeps the heap to some tens of MiB in the worst case. */
    private static final int MOST_CHARACTERS = 2 * 1024 * 1024;

    private final int maxEntries;
    private final int maxCharacters;
    private final Map<ArgumentStyle, ConcurrentHashMap<String, Entry>> byStyle = new EnumMap<>(ArgumentStyle.class);

    private final SecondChance<Entry> entries;

    /**
     * @param maxEntries the most texts remembered; 0 = none
     * @throws IllegalArgumentException when negative
     */
    public ParsedSqlCache(int maxEntries) {
        this(maxEntries, MOST_CHARACTERS);
    }

    ParsedSqlCache(int maxEntries, int maxCharacters) {
        if (maxEntries < 0) {
            throw new IllegalArgumentException("maxEntries must be 0 or more, not " + maxEntries);
        }
        this.maxEntries = maxEntries;
        this.maxCharacters = maxCharacters;
        this.entries = new SecondChance<>(
                maxEntries, maxCharacters, entry -> known(entry.style).remove(entry.parsed.sql()));
        for (ArgumentStyle style : ArgumentStyle.values()) {
            byStyle.put(style, new ConcurrentHashMap<>());
        }
    }

    /**
     * The text taken apart, from memory where possible.
     *
     * @throws ProgrammingException as {@link ParsedSql#parse} does; failures are not remembered
     */
    public ParsedSql get(String sql, ArgumentStyle style) {
        ConcurrentHashMap<String, Entry> known = known(style);
        Entry entry = known.get(sql);
        if (entry != null) {
            entry.use();
            return entry.parsed;
        }
        ParsedSql parsed = ParsedSql.parse(sql, style);
        if (maxEntries > 0 && sql.length() <= Math.min(LONGEST_CACHED, maxCharacters)) {
            enter(new Entry(parsed, style), known);
        }
        return parsed;
    }

    private ConcurrentHashMap<String, Entry> known(ArgumentStyle style) {
        ConcurrentHashMap<String, Entry> known = byStyle.get(style);
        if (known == null) {
            throw new IllegalArgumentException("unknown argument style " + style);
        }
        return known;
    }

    private void enter(Entry entry, ConcurrentHashMap<String, Entry> known) {
        if (known.putIfAbsent(entry.parsed.sql(), entry) == null) {
            entries.enter(entry);
        }
    }

    /** Number of texts remembered. */
    int size() {
        return entries.size();
    }

    /** The remembered form without using it; null when there is none. */
    @Nullable
    ParsedSql peek(String sql, ArgumentStyle style) {
        Entry entry = known(style).get(sql);
        return entry == null ? null : entry.parsed;
    }

    private static final class Entry extends SecondChance.Entry {
        final ParsedSql parsed;
        final ArgumentStyle style;

        Entry(ParsedSql parsed, ArgumentStyle style) {
            super(parsed.sql().length());
            this.parsed = parsed;
            this.style = style;
        }
    }
}
