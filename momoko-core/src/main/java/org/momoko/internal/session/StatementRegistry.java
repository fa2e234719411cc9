package org.momoko.internal.session;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.momoko.internal.codec.Parameters;
import org.momoko.internal.sql.ParsedSql;

/**
 * The statements that a pool has met, by text and parameter types. Finding one takes no lock and makes no object. Bounded
 * in texts, in their characters and in variants of each text; what does not fit travels as literal text, which is always right.
 */
final class StatementRegistry {
    private static final int MAX_VARIANTS = 16;

    /** Of all texts together, as in {@link org.momoko.internal.sql.ParsedSqlCache}: long ones have thousands of placeholders. */
    private static final int MOST_CHARACTERS = 2 * 1024 * 1024;

    private final ConcurrentHashMap<ParsedSql, Statement> firstVariants = new ConcurrentHashMap<>();
    private final int maxTexts;
    /** Of the texts, counted for each of their variants; an estimate while several threads add. */
    private final AtomicInteger characters = new AtomicInteger();

    StatementRegistry(int maxTexts) {
        this.maxTexts = maxTexts;
    }

    /** The statement for these values; null when one of them cannot be bound, or the text has too many variants. */
    @Nullable
    Statement find(ParsedSql sql, @Nullable Object[] values, Parameters parameters) {
        Statement first = firstVariants.get(sql);
        int variants = 0;
        for (Statement variant = first; variant != null; variant = variant.next()) {
            if (fits(variant.oids(), values, parameters)) {
                return variant;
            }
            variants++;
        }
        return variants >= MAX_VARIANTS ? null : add(sql, values, parameters);
    }

    private static boolean fits(int[] oids, @Nullable Object[] values, Parameters parameters) {
        for (int i = 0; i < oids.length; i++) {
            if (oids[i] != parameters.oid(values[i])) {
                return false;
            }
        }
        return true;
    }

    /** How many texts are kept. */
    int texts() {
        return firstVariants.size();
    }

    private @Nullable Statement add(ParsedSql sql, @Nullable Object[] values, Parameters parameters) {
        int[] oids = new int[values.length];
        for (int i = 0; i < oids.length; i++) {
            oids[i] = parameters.oid(values[i]);
            if (oids[i] == Parameters.UNBINDABLE) {
                return null;
            }
        }
        int length = sql.sql().length();
        if (length > MOST_CHARACTERS) {
            return new Statement(sql, oids, null);
        }
        if (firstVariants.size() >= maxTexts || characters.get() > MOST_CHARACTERS - length) {
            // texts made on the fly have filled it; those in use come back at their next execution
            firstVariants.clear();
            characters.set(0);
        }
        characters.addAndGet(length);
        return firstVariants.compute(sql, (text, first) -> new Statement(sql, oids, first));
    }
}
