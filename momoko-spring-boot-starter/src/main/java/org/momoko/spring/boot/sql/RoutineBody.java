package org.momoko.spring.boot.sql;

import java.util.ArrayList;
import java.util.List;

/**
 * Follows the words of one statement as far as they decide whether a semicolon ends it: parentheses, and the body of a
 * routine between {@code BEGIN ATOMIC} and {@code END}, where each {@code CASE} has an {@code END} too. The rule is psql's
 * (psqlscan.l, PostgreSQL 18).
 */
final class RoutineBody {
    /** As many as CREATE OR REPLACE FUNCTION has. */
    private static final int FIRST_WORDS = 4;

    private final List<String> first = new ArrayList<>(FIRST_WORDS);
    private int parentheses;
    private int depth;

    void reset() {
        first.clear();
        parentheses = 0;
        depth = 0;
    }

    /** Whether a semicolon that comes now is part of the statement. */
    boolean open() {
        return parentheses > 0 || depth > 0;
    }

    void symbol(char c) {
        if (c == '(') {
            parentheses++;
        } else if (c == ')' && parentheses > 0) {
            parentheses--;
        }
    }

    /** @param word in upper case */
    void word(String word) {
        if (first.size() < FIRST_WORDS) {
            first.add(word);
        }
        if (parentheses == 0 && createsRoutine()) {
            switch (word) {
                case "BEGIN" -> depth++;
                case "CASE" -> depth += depth > 0 ? 1 : 0;
                case "END" -> depth -= depth > 0 ? 1 : 0;
                default -> {}
            }
        }
    }

    private boolean createsRoutine() {
        int kind = first.size() == FIRST_WORDS
                        && first.get(1).equals("OR")
                        && first.get(2).equals("REPLACE")
                ? 3
                : 1;
        return first.size() > kind
                && first.get(0).equals("CREATE")
                && (first.get(kind).equals("FUNCTION") || first.get(kind).equals("PROCEDURE"));
    }
}
