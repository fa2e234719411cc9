package org.momoko.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTests {
    private static String literalText(String sql, String... literals) {
        return ParsedSql.parse(sql, ArgumentStyle.POSITIONAL).literalText(list(literals));
    }

    private static Literals list(String... literals) {
        List<String> values = List.of(literals);
        return (out, index) -> out.append(values.get(index));
    }

    @Test
    void placeholdersAreReplacedByTheLiteralOfTheirParameter() {
        assertThat(literalText("SELECT %s, 'a%%', %s", "1", "'x'")).isEqualTo("SELECT 1, 'a%', 'x'");
        assertThat(literalText("SELECT $2, $1, $2", "1", "'x'")).isEqualTo("SELECT 'x', 1, 'x'");
        assertThat(ParsedSql.parse("SELECT :b, :a, :b", ArgumentStyle.NAMED).literalText(list("1", "2")))
                .isEqualTo("SELECT 1, 2, 1");
    }

    @Test
    void aLiteralIsNotSearchedForPlaceholders() {
        assertThat(literalText("SELECT %s, %s", "'%s $1 %%'", "2")).isEqualTo("SELECT '%s $1 %%', 2");
    }

    @Test
    void theBlankBeforeANegativeNumberKeepsItFromMakingAComment() {
        assertThat(literalText("SELECT -%s", " -1")).isEqualTo("SELECT - -1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '@', quoteCharacter = '~', textBlock = """
                    SELECT -%s @ -1 @ SELECT - -1
                    SELECT 1e-%s @ 5 @ SELECT 1e- 5
                    SELECT E%s @ '\\' @ SELECT E '\\'
                    SELECT U&%s @ '\\' @ SELECT U& '\\'
                    SELECT a%sb @ 1 @ SELECT a 1 b
                    SELECT %s5 @ 1 @ SELECT 1 5
                    SELECT %s$$a$$ @ NULL @ SELECT NULL $$a$$
                    SELECT %s'b' @ 'a' @ SELECT 'a' 'b'
                    SELECT 'b'%s @ 'a' @ SELECT 'b' 'a'
                    SELECT %s.5 @ 1 @ SELECT 1 .5
                    SELECT 1.%s @ 5 @ SELECT 1. 5
                    SELECT /%s*/ @ * @ SELECT / **/
                    SELECT "b"%s @ "a" @ SELECT "b" "a"
                    SELECT %s'b' @ true @ SELECT true 'b'
                    SELECT %s::int4 @ 'a' @ SELECT 'a'::int4
                    SELECT s.%s @ tbl @ SELECT s.tbl
                    SELECT %s.t @ sch @ SELECT sch.t
                    SELECT (%s)-%s @ 1 @ SELECT (1)-1
                    """)
    void aLiteralNeverGrowsTogetherWithItsNeighbours(String sql, String literal, String expected) {
        assertThat(literalText(sql, literal, literal)).isEqualTo(expected);
    }

    @Test
    void neighbouringPlaceholdersStayApart() {
        assertThat(literalText("SELECT %s%s", "1", "2")).isEqualTo("SELECT 1 2");
        assertThat(literalText("SELECT %s%s", "'a'", "'b'")).isEqualTo("SELECT 'a' 'b'");
        assertThat(literalText("SELECT $1$2", "1", "2")).isEqualTo("SELECT 1 2");
        assertThat(ParsedSql.parse("SELECT %s%s5", ArgumentStyle.POSITIONAL).boundText())
                .isEqualTo("SELECT $1 $2 5");
    }

    @Test
    void anEmptyReplacementStillSeparates() {
        assertThat(literalText("SELECT 1-%s-1", "")).isEqualTo("SELECT 1- -1");
    }

    @Test
    void aLiteralOnTheNextLineDoesNotContinueAConstant() {
        assertThat(literalText("SELECT E'a'\n%s", "'\\'")).isEqualTo("SELECT E'a'\n/**/'\\'");
        assertThat(literalText("SELECT E'a' -- x\n%s", "'\\'")).isEqualTo("SELECT E'a' -- x\n/**/'\\'");
        assertThat(literalText("SELECT E'a'\n%s", "1")).isEqualTo("SELECT E'a'\n1");
        assertThat(literalText("SELECT %s\n%s", "'a'", "'b'")).isEqualTo("SELECT 'a'\n/**/'b'");
        assertThat(literalText("SELECT 'a',\n%s", "'b'")).isEqualTo("SELECT 'a',\n'b'");
    }

    @Test
    void aConstantOnTheNextLineDoesNotContinueALiteral() {
        assertThat(literalText("SELECT %s\n'b\\'", "E'a'")).isEqualTo("SELECT E'a'/**/\n'b\\'");
        assertThat(literalText("SELECT %s -- %%\n'b'", "'a'")).isEqualTo("SELECT 'a'/**/ -- %\n'b'");
        assertThat(literalText("SELECT %s\n,'b'", "'a'")).isEqualTo("SELECT 'a'\n,'b'");
    }

    @Test
    void positionsOfTheBoundTextMapToTheCallersText() {
        ParsedSql parsed = ParsedSql.parse("SELECT '😀%%', %(long name)s, foo", ArgumentStyle.NAMED);
        assertThat(parsed.boundText()).isEqualTo("SELECT '😀%', $1, foo");
        assertThat(parsed.sourcePosition(1)).isEqualTo(1);
        assertThat(parsed.sourcePosition(9)).isEqualTo(9); // the emoji, one character
        assertThat(parsed.sourcePosition(10)).isEqualTo(10); // the percent sign
        assertThat(parsed.sourcePosition(11)).isEqualTo(12); // the quote behind it
        assertThat(parsed.sourcePosition(14)).isEqualTo(15); // $
        assertThat(parsed.sourcePosition(15)).isEqualTo(15); // 1
        assertThat(parsed.sourcePosition(16)).isEqualTo(28); // the comma behind it
        assertThat(parsed.sourcePosition(18)).isEqualTo(30); // foo
        assertThat(parsed.sourcePosition(21)).isEqualTo(33); // the end of the text
        assertThat(parsed.sourcePosition(99)).isEqualTo(33);
    }

    @Test
    void positionsOfTheLiteralTextMapToTheCallersText() {
        ParsedSql parsed = ParsedSql.parse("SELECT %s, %s, foo", ArgumentStyle.POSITIONAL);
        Literals literals = list("'a long one'", "2");
        assertThat(parsed.literalText(literals)).isEqualTo("SELECT 'a long one', 2, foo");
        assertThat(parsed.sourcePositionOfLiteral(7, literals)).isEqualTo(7);
        assertThat(parsed.sourcePositionOfLiteral(8, literals)).isEqualTo(8);
        assertThat(parsed.sourcePositionOfLiteral(19, literals)).isEqualTo(8);
        assertThat(parsed.sourcePositionOfLiteral(20, literals)).isEqualTo(10);
        assertThat(parsed.sourcePositionOfLiteral(22, literals)).isEqualTo(12);
        assertThat(parsed.sourcePositionOfLiteral(25, literals)).isEqualTo(16);
    }

    @Test
    void positionsStayInTextsThatAreSentAsTheyAre() {
        assertThat(ParsedSql.parse("SELECT $1, foo", ArgumentStyle.POSITIONAL).sourcePosition(12))
                .isEqualTo(12);
        assertThat(ParsedSql.parse("SELECT %s, foo", ArgumentStyle.NONE).sourcePosition(12))
                .isEqualTo(12);
    }
}
