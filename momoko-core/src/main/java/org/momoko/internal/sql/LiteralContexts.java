package org.momoko.internal.sql;

import java.util.Arrays;
import java.util.Set;

/**
 * Notices placeholders that must be sent as literals, because a bound parameter there means something else or nothing:
 * a whole item of ORDER BY, GROUP BY or DISTINCT ON (a literal 1 is a column position, a parameter is a constant, and
 * nobody would notice), a value after a type name ({@code interval %s}), the field of {@code extract(}, a type
 * modifier ({@code ::numeric(%s, 2)}), and a cast to an interval of some fields ({@code %s::interval day}: a literal
 * {@code '1'} is a day, a parameter a second). A literal that could have been bound only costs time, so doubtful cases count.
 */
final class LiteralContexts {
    private static final Set<String> TYPES_BEFORE_A_LITERAL =
            Set.of("INTERVAL", "DATE", "TIME", "TIMESTAMP", "TIMESTAMPTZ", "TIMETZ");

    /** Names of types that are never names of functions, so that parentheses behind them hold a modifier. */
    private static final Set<String> TYPES_WITH_MODIFIER = Set.of("INTERVAL", "TIME", "TIMESTAMP");

    /** Words after {@code interval} that say what a number without a unit counts. */
    private static final Set<String> INTERVAL_FIELDS = Set.of("YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND");

    /** Words that may follow the first word of a type's name and stand before its modifier. */
    private static final Set<String> TYPE_NAME_GOES_ON =
            Set.of("VARYING", "CHARACTER", "CHAR", "YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND", "TO");

    /** Words after which an expression goes on; any other word ends the item. */
    private static final Set<String> EXPRESSION_GOES_ON = Set.of(
            "AND",
            "OR",
            "NOT",
            "IS",
            "IN",
            "LIKE",
            "ILIKE",
            "SIMILAR",
            "BETWEEN",
            "COLLATE",
            "AT",
            "ISNULL",
            "NOTNULL",
            "OPERATOR",
            "OVERLAPS");

    /** Reserved words only: a name in an item must not end the list, or a later item would be missed. */
    private static final Set<String> ENDS_ITEMS = Set.of(
            "SELECT", "LIMIT", "OFFSET", "FETCH", "HAVING", "WINDOW", "UNION", "INTERSECT", "EXCEPT", "RETURNING");

    /** The words just before, newest first; empty for anything that is no keyword. */
    private String last = "";

    private String secondLast = "";
    private String thirdLast = "";

    /** Whether each enclosing pair of parentheses belongs to a list of items. */
    private boolean[] outerItems = new boolean[8];

    private int depth;
    private boolean items;
    private boolean itemStart;
    private boolean placeholderMayBeItem;
    private boolean typeExpected;
    private boolean typeName;
    private boolean extractOpened;

    /** Depth of the parentheses that hold a type modifier; 0 outside of one. */
    private int modifierDepth;

    private boolean modifierOfTemporal;
    private boolean modifierClosed;
    private boolean found;

    /** True when some placeholder must go as a literal; final after {@link #end()}. */
    boolean found() {
        return found;
    }

    void word(String keyword) {
        decideItem(!EXPRESSION_GOES_ON.contains(keyword));
        boolean startsItem = keyword.equals("BY") && (last.equals("ORDER") || last.equals("GROUP"))
                || itemStart && (keyword.equals("DISTINCT") || keyword.equals("ALL"));
        boolean alias = typeExpected && (keyword.equals("MATERIALIZED") || keyword.equals("NOT"));
        found |= typeName && last.equals("INTERVAL") && INTERVAL_FIELDS.contains(keyword);
        boolean partOfType = (typeExpected && !alias) || (typeName && TYPE_NAME_GOES_ON.contains(keyword));
        if (ENDS_ITEMS.contains(keyword)) {
            items = false;
        }
        reset(keyword);
        itemStart = startsItem;
        items |= startsItem;
        typeName = partOfType;
        typeExpected = keyword.equals("AS");
    }

    /** The symbol by its first character, {@code ::} apart. */
    void symbol(char c) {
        switch (c) {
            case '(' -> open();
            case ')' -> close();
            case ',' -> {
                decideItem(true);
                reset("");
                itemStart = items;
            }
            case '.' -> {
                boolean qualifiesType = typeName;
                operator();
                typeExpected = qualifiesType;
            }
            case ';' -> {
                end();
                items = false;
            }
            default -> {
                // The server folds "- 1" into a constant (doNegate in gram.y), so a sign leaves the item one.
                boolean sign = itemStart && c == '-';
                operator();
                itemStart = sign;
            }
        }
    }

    /** {@code ::} */
    void cast() {
        operator();
        typeExpected = true;
    }

    void quotedName() {
        boolean partOfType = typeExpected;
        operator();
        typeName = partOfType;
    }

    void literal() {
        operator();
    }

    void placeholder() {
        if (modifierDepth > 0 || extractOpened || modifierClosed || followsTypeName()) {
            found = true;
        }
        boolean mayBeItem = itemStart;
        operator();
        placeholderMayBeItem = mayBeItem;
    }

    void end() {
        decideItem(true);
        reset("");
    }

    private void operator() {
        decideItem(false);
        reset("");
    }

    private void open() {
        decideItem(true);
        boolean list = items && (itemStart || last.equals("ROLLUP") || last.equals("CUBE") || last.equals("SETS"));
        boolean distinctOn = last.equals("ON") && secondLast.equals("DISTINCT");
        boolean temporal = TYPES_WITH_MODIFIER.contains(last);
        boolean modifier = typeName || temporal;
        boolean extract = last.equals("EXTRACT");
        if (depth == outerItems.length) {
            outerItems = Arrays.copyOf(outerItems, depth * 2);
        }
        outerItems[depth++] = items;
        reset("");
        items = list || distinctOn;
        itemStart = items;
        extractOpened = extract;
        if (modifier && modifierDepth == 0) {
            modifierDepth = depth;
            modifierOfTemporal = temporal;
        }
    }

    private void close() {
        decideItem(true);
        reset("");
        if (depth == 0) {
            return;
        }
        if (modifierDepth == depth) {
            modifierDepth = 0;
            modifierClosed = modifierOfTemporal;
        }
        items = outerItems[--depth];
    }

    /** {@code AT TIME ZONE %s} is not among these: there ZONE comes after an expression. */
    private boolean followsTypeName() {
        return TYPES_BEFORE_A_LITERAL.contains(last)
                || last.equals("ZONE")
                        && secondLast.equals("TIME")
                        && (thirdLast.equals("WITH") || thirdLast.equals("WITHOUT"));
    }

    private void decideItem(boolean itemEnds) {
        found |= placeholderMayBeItem && itemEnds;
        placeholderMayBeItem = false;
    }

    /** Forgets what held for the token just before only. */
    private void reset(String word) {
        thirdLast = word.isEmpty() ? "" : secondLast;
        secondLast = word.isEmpty() ? "" : last;
        last = word;
        itemStart = false;
        typeExpected = false;
        typeName = false;
        extractOpened = false;
        modifierClosed = false;
    }
}
