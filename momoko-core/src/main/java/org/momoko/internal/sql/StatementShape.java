package org.momoko.internal.sql;

import java.util.Set;

/**
 * Counts the statements of a text and tells what they are by their first words. A semicolon splits statements unless it
 * stands in parentheses ({@code CREATE RULE … DO (…; …)}) or in the {@code BEGIN ATOMIC … END} body of a routine, which
 * is how psql sees it too (psqlscan.l).
 */
final class StatementShape {
    private static final Set<String> BINDABLE =
            Set.of("SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "VALUES", "WITH", "TABLE");
    private static final Set<String> BINDABLE_IN_PARENTHESES = Set.of("SELECT", "VALUES", "WITH", "TABLE");

    /** Enough for ROLLBACK TRANSACTION AND NO CHAIN. */
    private static final int LEADING_WORDS = 5;

    private final String[] words = new String[LEADING_WORDS];
    private int wordCount;
    private boolean wordsOnly = true;
    private boolean started;
    private boolean parenthesised;
    private int parentheses;
    private int bodyDepth;
    private String previous = "";

    private int statements;
    private StatementKind kind = StatementKind.EMPTY;
    private TransactionControl control = TransactionControl.NONE;
    private boolean copies;
    private boolean selectsInto;
    private String command = "";

    /** A word outside literals and comments; empty when it is no keyword. */
    void word(String keyword) {
        started = true;
        if (wordsOnly && wordCount < LEADING_WORDS) {
            words[wordCount++] = keyword;
        }
        if (parentheses == 0 && definesRoutine()) {
            trackBody(keyword);
        }
        if (keyword.equals("INTO") && !previous.equals("INSERT") && !previous.equals("MERGE")) {
            selectsInto = true;
        }
        previous = keyword;
    }

    /** Any symbol, by its first character. */
    void symbol(char c) {
        if (c == ';' && parentheses == 0 && bodyDepth == 0) {
            end();
            return;
        }
        started = true;
        previous = "";
        if (c == '(') {
            parentheses++;
            parenthesised |= wordCount == 0;
            wordsOnly &= wordCount == 0;
            return;
        }
        if (c == ')' && parentheses > 0) {
            parentheses--;
        }
        wordsOnly = false;
    }

    /** A literal, a number, a quoted name or a placeholder. */
    void operand() {
        started = true;
        wordsOnly = false;
        previous = "";
    }

    /** The end of a statement, which is the end of the text or a semicolon. */
    void end() {
        if (started) {
            if (statements++ == 0) {
                command = word(0);
            }
            kind = statements > 1 ? StatementKind.MULTIPLE : kindOfOne();
            copies = statements == 1 && !parenthesised && "COPY".equals(word(0));
            control = control.and(parenthesised ? TransactionControl.NONE : controlOfOne());
        }
        wordCount = 0;
        wordsOnly = true;
        started = false;
        parenthesised = false;
        parentheses = 0;
        bodyDepth = 0;
        previous = "";
    }

    StatementKind kind() {
        return kind;
    }

    TransactionControl control() {
        return control;
    }

    /** The first word of the first statement; empty when it is no keyword. */
    String command() {
        return command;
    }

    boolean copies() {
        return copies;
    }

    /** Whether a SELECT makes a table of its result, which may be a temporary one. */
    boolean selectsInto() {
        return selectsInto;
    }

    private String word(int index) {
        return index < wordCount ? words[index] : "";
    }

    private StatementKind kindOfOne() {
        Set<String> bindable = parenthesised ? BINDABLE_IN_PARENTHESES : BINDABLE;
        return bindable.contains(word(0)) ? StatementKind.BINDABLE : StatementKind.UTILITY;
    }

    private TransactionControl controlOfOne() {
        switch (word(0)) {
            case "BEGIN":
                return TransactionControl.BEGIN;
            case "START":
                return word(1).equals("TRANSACTION") ? TransactionControl.BEGIN : TransactionControl.NONE;
            case "SAVEPOINT", "RELEASE":
                return TransactionControl.SAVEPOINT;
            case "PREPARE":
                return word(1).equals("TRANSACTION") ? TransactionControl.PREPARE : TransactionControl.NONE;
            case "COMMIT", "END":
                return endOfTransaction(TransactionControl.COMMIT);
            case "ROLLBACK", "ABORT":
                return endOfTransaction(TransactionControl.ROLLBACK);
            default:
                return TransactionControl.NONE;
        }
    }

    private TransactionControl endOfTransaction(TransactionControl plain) {
        int next = word(1).equals("WORK") || word(1).equals("TRANSACTION") ? 2 : 1;
        if (word(next).equals("PREPARED")) {
            return TransactionControl.NONE;
        }
        if (word(next).equals("TO")) {
            return TransactionControl.SAVEPOINT;
        }
        boolean chains = word(next).equals("AND") && word(next + 1).equals("CHAIN");
        return chains ? TransactionControl.MIXED : plain;
    }

    private boolean definesRoutine() {
        if (!word(0).equals("CREATE")) {
            return false;
        }
        String object = word(1).equals("OR") ? word(3) : word(1);
        return object.equals("FUNCTION") || object.equals("PROCEDURE");
    }

    private void trackBody(String keyword) {
        if (bodyDepth == 0) {
            if (keyword.equals("ATOMIC") && previous.equals("BEGIN")) {
                bodyDepth = 1;
            }
        } else if (!previous.equals("AS")) { // after AS any keyword is a label
            if (keyword.equals("CASE")) {
                bodyDepth++;
            } else if (keyword.equals("END")) {
                bodyDepth--;
            }
        }
    }
}
