package org.momoko.internal.sql;

/** One walk over the tokens of a text: finds the placeholders of one notation and what the statement is. */
final class SqlScan {
    private final String sql;
    private final SqlLexer lexer;
    private final PlaceholderFinder finder;
    private final StatementShape shape = new StatementShape();
    private final LiteralContexts contexts = new LiteralContexts();
    private int brackets;
    private boolean afterDot;
    private boolean afterString;
    private boolean afterPlaceholder;
    private boolean lineBreakAfterString;
    private int serverParameters;

    private SqlScan(String sql, PlaceholderFinder finder) {
        this.sql = sql;
        this.lexer = new SqlLexer(sql);
        this.finder = finder;
    }

    /** Walks over the text from which {@code finder} was made. */
    static SqlScan of(PlaceholderFinder finder) {
        SqlScan scan = new SqlScan(finder.sql, finder);
        scan.run();
        return scan;
    }

    PlaceholderFinder placeholders() {
        return finder;
    }

    StatementShape shape() {
        return shape;
    }

    /** True when some placeholder must go as a literal. */
    boolean needsLiterals() {
        return contexts.found();
    }

    /** Highest {@code $n} that is no placeholder of the caller's but will look like a parameter to the server; else 0. */
    int serverParameters() {
        return serverParameters;
    }

    private void run() {
        for (Token token = lexer.next(); token != Token.END; token = lexer.next()) {
            switch (token) {
                case BLANK -> noteLineBreak();
                case COMMENT -> {
                    finder.findInQuoted(token, lexer.start(), lexer.end());
                    noteLineBreak();
                }
                case WORD -> {
                    // Behind a dot any keyword is a name.
                    String keyword = afterDot ? "" : lexer.keyword();
                    shape.word(keyword);
                    contexts.word(keyword);
                    passed(false);
                }
                case STRING -> {
                    if (afterPlaceholder && lineBreakAfterString && sql.charAt(lexer.start()) == '\'') {
                        finder.precedesString();
                    }
                    finder.findInQuoted(token, lexer.start(), lexer.end());
                    shape.operand();
                    contexts.literal();
                    passed(true);
                }
                case QUOTED_NAME -> {
                    finder.findInQuoted(token, lexer.start(), lexer.end());
                    shape.operand();
                    contexts.quotedName();
                    passed(false);
                }
                case NUMBER -> {
                    shape.operand();
                    contexts.literal();
                    passed(false);
                }
                default -> symbolOrPlaceholder(token);
            }
        }
        shape.end();
        contexts.end();
    }

    private void symbolOrPlaceholder(Token token) {
        finder.followsString(lineBreakAfterString);
        int found = finder.find(token, lexer.start(), lexer.end(), brackets > 0);
        if (found >= 0) {
            lexer.continueAt(found);
            if (finder.newestIsPlaceholder()) {
                shape.operand();
                contexts.placeholder();
                passed(true);
                afterPlaceholder = true;
                return;
            }
        } else if (token == Token.DOLLAR_NUMBER) {
            serverParameters = Math.max(serverParameters, serverParameter());
            shape.operand();
            contexts.literal();
            passed(false);
            return;
        }
        symbol(sql.charAt(lexer.start()));
    }

    private void symbol(char c) {
        if (c == '[') {
            brackets++;
        } else if (c == ']' && brackets > 0) {
            brackets--;
        }
        shape.symbol(c);
        if (c == ':' && lexer.end() - lexer.start() == 2 && sql.charAt(lexer.start() + 1) == ':') {
            contexts.cast();
        } else {
            contexts.symbol(c);
        }
        passed(false);
        afterDot = c == '.';
    }

    private int serverParameter() {
        int number = 0;
        // 65535 is the most that a Bind message can carry; above it only the fact counts.
        for (int i = lexer.start() + 1; i < lexer.end() && number <= 0xFFFF; i++) {
            number = number * 10 + sql.charAt(i) - '0';
        }
        return number;
    }

    private void passed(boolean string) {
        afterString = string;
        afterPlaceholder = false;
        lineBreakAfterString = false;
        afterDot = false;
    }

    private void noteLineBreak() {
        if (!afterString || lineBreakAfterString) {
            return;
        }
        for (int i = lexer.start(); i < lexer.end() && !lineBreakAfterString; i++) {
            lineBreakAfterString = SqlText.isLineBreak(sql.charAt(i));
        }
    }
}
