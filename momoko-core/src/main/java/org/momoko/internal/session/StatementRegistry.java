package org.momoko.internal.session;

import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.momoko.internal.codec.Parameters;
import org.momoko.internal.sql.ParsedSql;
import org.momoko.internal.sql.SecondChance;

/**
 * The statements that a pool has met, by text and parameter types. Finding one takes no lock and makes no object. Bounded
 * in number, in the characters of their texts, and in variants of each text. What leaves is what is not used, so that texts
 * made on the fly do not take from the sessions what they have prepared; a variant too many travels as literal text, which
 * is always right.
 */
final class StatementRegistry {
    private static final int MAX_VARIANTS = 16;

    /** Of all texts together, as in {@link org.momoko.internal.sql.ParsedSqlCache}: long ones have thousands of placeholders. */
    private static final int MOST_CHARACTERS = 2 * 1024 * 1024;

    private final ConcurrentHashMap<ParsedSql, Statement> firstVariants = new ConcurrentHashMap<>();
    private final SecondChance<Statement> entries;

    StatementRegistry(int maxStatements) {
        entries = new SecondChance<>(maxStatements, MOST_CHARACTERS, this::remove);
    }

    /** The statement for these values; null when one of them cannot be bound, or the text has too many variants. */
    @Nullable
    Statement find(ParsedSql sql, @Nullable Object[] values, Parameters parameters) {
        Statement first = firstVariants.get(sql);
        int variants = 0;
        for (Statement variant = first; variant != null; variant = variant.next()) {
            if (fits(variant.oids(), values, parameters)) {
                variant.use();
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
        if (sql.sql().length() > MOST_CHARACTERS) {
            return new Statement(sql, oids, null);
        }
        Statement added = firstVariants.compute(sql, (text, first) -> new Statement(sql, oids, first));
        entries.enter(added);
        return added;
    }

    private void remove(Statement leaving) {
        firstVariants.computeIfPresent(leaving.sql(), (text, first) -> {
            if (first == leaving) {
                return first.next();
            }
            for (Statement variant = first; variant != null; variant = variant.next()) {
                if (variant.next() == leaving) {
                    variant.next(leaving.next());
                }
            }
            return first;
        });
    }
}
