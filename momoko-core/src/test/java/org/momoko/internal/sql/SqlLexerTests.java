package org.momoko.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlLexerTests {
    private static List<String> tokens(String sql) {
        List<String> tokens = new ArrayList<>();
        SqlLexer lexer = new SqlLexer(sql);
        for (Token token = lexer.next(); token != Token.END; token = lexer.next()) {
            if (token != Token.BLANK) {
                tokens.add(token + " " + sql.substring(lexer.start(), lexer.end()));
            }
        }
        return tokens;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "''",
                "'a'",
                "'it''s'",
                "''''",
                "'a\\'",
                "'-- /* $$ \" ; %s'",
                "E'it\\'s'",
                "e'\\\\'",
                "E'a''b\\''",
                "E'a'\n'b\\'c'",
                "E'a' -- note\n 'b\\'c'",
                "U&'d\\0061t'",
                "u&'a''b'",
                "B'01'",
                "x'1F'",
                "N'it''s'",
                "$$$$",
                "$$a'b\"c--/*$$",
                "$$ a $ b $x$ c $$",
                "$tag$ $$ ' $Tag$ $tag$",
                "$_1$ $1 $_1$",
                "$é$ ' $é$",
                "'never closed",
                "E'never closed\\",
                "E'\\'",
                "$a$ never closed $a",
            })
    void aStringConstantIsOneToken(String constant) {
        assertThat(tokens(constant)).containsExactly("STRING " + constant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"a\"", "\"a\"\"b\"", "\"it's -- $$\"", "U&\"d\\0061t\"", "u&\"x\"\"y\"", "\"never closed"})
    void aQuotedNameIsOneToken(String name) {
        assertThat(tokens(name)).containsExactly("QUOTED_NAME " + name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--",
                "-- it's $$ /*",
                "/**/",
                "/* a */",
                "/* a /* b */ c */",
                "/*/* /* */ */*/",
                "/* it's -- $$ */",
                "/* /* never closed */",
                "/*/",
            })
    void aCommentIsOneToken(String comment) {
        assertThat(tokens(comment)).containsExactly("COMMENT " + comment);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "_x1", "a$b$", "naïve", "表", "e", "u", "SELECT", "a$$", "e1$$x$$"})
    void aWordIsOneToken(String word) {
        assertThat(tokens(word)).containsExactly("WORD " + word);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1.5", ".5", "5.", "1e10", "1E-5", "1.5e+3", "1_000", "0xFF", "0b10", "0o17"})
    void aNumberIsOneToken(String number) {
        assertThat(tokens(number)).containsExactly("NUMBER " + number);
    }

    @Test
    void aLineCommentEndsAtEitherLineBreak() {
        assertThat(tokens("--a\nb")).containsExactly("COMMENT --a", "WORD b");
        assertThat(tokens("--a\rb")).containsExactly("COMMENT --a", "WORD b");
    }

    @Test
    void commentsBeginInsideARunOfOperatorCharacters() {
        assertThat(tokens("*--x")).containsExactly("SYMBOL *", "COMMENT --x");
        assertThat(tokens("+/*x*/-")).containsExactly("SYMBOL +", "COMMENT /*x*/", "SYMBOL -");
        assertThat(tokens("//*x*/")).containsExactly("SYMBOL /", "COMMENT /*x*/");
    }

    @Test
    void aBackslashBeforeAQuoteIsPlainInAStandardString() {
        assertThat(tokens("'a\\' b")).containsExactly("STRING 'a\\'", "WORD b");
    }

    @Test
    void aPrefixBelongsToItsQuoteOnlyWhenItStandsAloneAndDirectlyBefore() {
        assertThat(tokens("fe'\\'")).containsExactly("WORD fe", "STRING '\\'");
        assertThat(tokens("E '\\'")).containsExactly("WORD E", "STRING '\\'");
        assertThat(tokens("u& 'a'")).containsExactly("WORD u", "SYMBOL &", "STRING 'a'");
    }

    @Test
    void anEscapeStringOnTheSameLineDoesNotGoOn() {
        assertThat(tokens("E'a' 'b\\'")).containsExactly("STRING E'a'", "STRING 'b\\'");
    }

    @Test
    void dollarsBehindAnIdentifierOpenNoQuote() {
        assertThat(tokens("a$$ b $$")).containsExactly("WORD a$$", "WORD b", "STRING $$");
    }

    @Test
    void dollarsBehindANumberOpenAQuote() {
        assertThat(tokens("1$$a$$")).containsExactly("NUMBER 1", "STRING $$a$$");
        assertThat(tokens("$1$$a$$")).containsExactly("DOLLAR_NUMBER $1", "STRING $$a$$");
        assertThat(tokens("$1$a$1$")).containsExactly("DOLLAR_NUMBER $1", "STRING $a$1$");
    }

    @Test
    void aDollarThatOpensNothingIsASymbol() {
        assertThat(tokens("$a b")).containsExactly("SYMBOL $", "WORD a", "WORD b");
    }

    @Test
    void twoDotsBehindANumberAreNotItsOwn() {
        assertThat(tokens("1..10")).containsExactly("NUMBER 1", "SYMBOL .", "NUMBER .10");
    }

    @Test
    void castsAndAssignmentsAreOneSymbol() {
        assertThat(tokens("a::b:=:c"))
                .containsExactly("WORD a", "SYMBOL ::", "WORD b", "SYMBOL :=", "SYMBOL :", "WORD c");
    }
}
