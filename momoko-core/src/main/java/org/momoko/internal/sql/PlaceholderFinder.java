package org.momoko.internal.sql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Recognises the placeholders of one notation, token by token; this base class recognises none. */
class PlaceholderFinder {
    final String sql;
    final List<Edit> edits = new ArrayList<>();
    final Map<String, Integer> names = new LinkedHashMap<>();
    private int parameters;
    private boolean followsString;

    PlaceholderFinder(String sql) {
        this.sql = sql;
    }

    /**
     * Looks at a symbol or {@code $n} outside literals and comments, and records what it stands for.
     *
     * @param inBrackets whether the token stands between {@code [} and {@code ]}
     * @return the offset behind the edit that begins at {@code start}, or -1 when the token is plain SQL
     */
    int find(Token token, int start, int end, boolean inBrackets) {
        return -1;
    }

    /** Looks at a literal, quoted name or comment. */
    void findInQuoted(Token token, int start, int end) {}

    /** Number of parameters: the highest index used plus one. */
    final int parameters() {
        return parameters;
    }

    /** Says of the token to come whether a string in its place would continue a constant before it. */
    final void followsString(boolean follows) {
        followsString = follows;
    }

    /** Says that behind the newest placeholder come a line break and a string constant. */
    final void precedesString() {
        int newest = edits.size() - 1;
        while (!edits.get(newest).isPlaceholder()) { // percent signs in a comment between the two
            newest--;
        }
        edits.set(newest, edits.get(newest).beforeString());
    }

    /** True when the newest edit is a placeholder, not a percent sign. */
    final boolean newestIsPlaceholder() {
        return edits.get(edits.size() - 1).isPlaceholder();
    }

    final int placeholder(int from, int to, int parameter) {
        parameters = Math.max(parameters, parameter + 1);
        edits.add(new Edit(from, to, parameter, followsString, false));
        return to;
    }

    final int placeholder(int from, int to, String name) {
        Integer known = names.putIfAbsent(name, names.size());
        return placeholder(from, to, known == null ? names.size() - 1 : known);
    }

    final void percentSign(int from) {
        edits.add(new Edit(from, from + 2, Edit.PERCENT_SIGN, false, false));
    }
}
