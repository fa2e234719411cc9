package org.momoko.internal.sql;

import java.util.List;

/**
 * The caller's text with the stretches to replace. A placeholder is always a token of its own: where its replacement
 * would grow together with a neighbour into another token ({@code E} before a quote, digits beside digits or behind
 * {@code 1e-}, two quotes, {@code --}), a blank keeps them apart. So no value can change how the rest of the text is read
 * (CVE-2024-1597).
 */
final class Template {
    private final String sql;
    private final Edit[] edits;

    Template(String sql, List<Edit> edits) {
        this.sql = sql;
        this.edits = edits.toArray(new Edit[0]);
    }

    boolean unchanged() {
        return edits.length == 0;
    }

    String render(Literals literals) {
        return unchanged() ? sql : render(literals, new int[0]);
    }

    /**
     * The offset in the caller's text that a position of the rendered text comes from: inside a replacement, where the
     * placeholder begins.
     */
    int sourceOffset(int renderedPosition, Literals literals) {
        int[] bounds = new int[2 * edits.length];
        String rendered = render(literals, bounds);
        int offset = SqlText.offset(rendered, renderedPosition);
        int sourceEnd = 0;
        int renderedEnd = 0;
        for (int i = 0; i < edits.length && offset >= bounds[2 * i]; i++) {
            if (offset < bounds[2 * i + 1]) {
                return edits[i].from();
            }
            sourceEnd = edits[i].to();
            renderedEnd = bounds[2 * i + 1];
        }
        return sourceEnd + offset - renderedEnd;
    }

    /** Offset of the first placeholder for a parameter from {@code lowest} to {@code highest}; -1 without one. */
    int firstPlaceholder(int lowest, int highest) {
        for (Edit edit : edits) {
            if (edit.isPlaceholder() && edit.parameter() >= lowest && edit.parameter() <= highest) {
                return edit.from();
            }
        }
        return -1;
    }

    /** Offset of the last placeholder; -1 without any. */
    int lastPlaceholder() {
        for (int i = edits.length - 1; i >= 0; i--) {
            if (edits[i].isPlaceholder()) {
                return edits[i].from();
            }
        }
        return -1;
    }

    /** Renders, and puts the bounds of each replacement into {@code bounds} unless that is empty. */
    private String render(Literals literals, int[] bounds) {
        StringBuilder out = new StringBuilder(sql.length() + 8 * edits.length);
        int copied = 0;
        for (int i = 0; i < edits.length; i++) {
            Edit edit = edits[i];
            out.append(sql, copied, edit.from());
            copied = edit.to();
            int from = out.length();
            if (edit.isPlaceholder()) {
                replace(out, edit, literals);
            } else {
                out.append('%');
            }
            if (bounds.length > 0) {
                bounds[2 * i] = from;
                bounds[2 * i + 1] = out.length();
            }
        }
        return out.append(sql, copied, sql.length()).toString();
    }

    private void replace(StringBuilder out, Edit edit, Literals literals) {
        int from = out.length();
        literals.append(out, edit.parameter());
        if (out.length() == from) {
            out.append(' ');
        }
        if (edit.followsString() && out.charAt(from) == '\'') {
            // A blank would not do: only a block comment keeps scan.l from going on with the constant before.
            out.insert(from, "/**/");
        } else if (from > 0 && (growTogether(out.charAt(from - 1), out.charAt(from)) || isExponent(out, from))) {
            out.insert(from, ' ');
        }
        if (edit.precedesString() && out.charAt(out.length() - 1) == '\'') {
            out.append("/**/");
        } else if (edit.to() < sql.length() && growTogether(out.charAt(out.length() - 1), sql.charAt(edit.to()))) {
            out.append(' ');
        }
    }

    /** Whether a digit there would end what reads like {@code 1e-}. */
    private static boolean isExponent(CharSequence text, int digit) {
        char sign = text.charAt(digit - 1);
        return (sign == '-' || sign == '+')
                && SqlText.isDigit(text.charAt(digit))
                && digit > 1
                && (text.charAt(digit - 2) == 'e' || text.charAt(digit - 2) == 'E');
    }

    private static boolean growTogether(char left, char right) {
        if (SqlText.isWordPart(left)) {
            return SqlText.isWordPart(right) || right == '\'' || right == '.' && SqlText.isDigit(left);
        }
        return switch (left) {
            case '\'', '"' -> right == left;
            case '&' -> right == '\'' || right == '"';
            case '-' -> right == '-';
            case '/' -> right == '*';
            case '.' -> SqlText.isDigit(right);
            default -> false;
        };
    }
}
