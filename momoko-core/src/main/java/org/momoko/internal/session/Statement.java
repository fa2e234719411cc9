package org.momoko.internal.session;

import org.jspecify.annotations.Nullable;
import org.momoko.internal.sql.ParsedSql;
import org.momoko.internal.sql.SecondChance;

/**
 * A text together with the types of its parameters: the unit that the server prepares. Shared by all sessions of a pool,
 * so that what one learns of it holds for all.
 */
final class Statement extends SecondChance.Entry {
    /** What is known of the text with these types. */
    enum Verdict {
        /** Not yet parsed by the server. Goes to one of the others at the first Parse. */
        UNKNOWN,
        /** The server has parsed it. */
        PARSES,
        /** Parse refused it; only the literal text gives the answer. */
        LITERAL_ONLY
    }

    private final ParsedSql sql;
    private final int[] oids;
    /** Changed by {@link StatementRegistry} alone. */
    private volatile @Nullable Statement next;

    private volatile Verdict verdict = Verdict.UNKNOWN;
    private volatile boolean seen;

    Statement(ParsedSql sql, int[] oids, @Nullable Statement next) {
        super(sql.sql().length());
        this.sql = sql;
        this.oids = oids;
        this.next = next;
    }

    ParsedSql sql() {
        return sql;
    }

    /** The type of each parameter, 0 where the server is to infer it. */
    int[] oids() {
        return oids;
    }

    /** The next variant of the same text. */
    @Nullable
    Statement next() {
        return next;
    }

    /** The next variant leaves. */
    void next(@Nullable Statement other) {
        next = other;
    }

    Verdict verdict() {
        return verdict;
    }

    void verdict(Verdict found) {
        verdict = found;
    }

    /**
     * Whether preparing is worth its messages: a text without parameters that is seen for the first time may well be the
     * only one of its kind.
     */
    boolean worthPreparing() {
        if (oids.length > 0 || seen) {
            return true;
        }
        seen = true;
        return false;
    }
}
