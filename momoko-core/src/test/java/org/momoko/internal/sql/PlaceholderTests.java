package org.momoko.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.momoko.error.ParameterException;
import org.momoko.testing.Contract;

class PlaceholderTests {
    private static final ArgumentStyle POSITIONAL = ArgumentStyle.POSITIONAL;
    private static final ArgumentStyle NAMED = ArgumentStyle.NAMED;

    @ParameterizedTest
    @ValueSource(strings = {"SELECT 'a%s', '%%'", "SELECT %s, $1, :x, %(y)s, 5 % 2, %d, %", "SELECT 1 -- %s"})
    void withoutArgumentsNothingIsAPlaceholder(String sql) {
        ParsedSql parsed = ParsedSql.parse(sql, ArgumentStyle.NONE);
        assertThat(parsed.boundText()).isEqualTo(sql);
        assertThat(parsed.literalText((out, index) -> out.append('!'))).isEqualTo(sql);
        assertThat(parsed.parameterCount()).isZero();
        assertThat(parsed.names()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '@', quoteCharacter = '~', textBlock = """
                    SELECT %s @ SELECT $1
                    SELECT %s, (%s) @ SELECT $1, ($2)
                    SELECT 'a%%' || %s @ SELECT 'a%' || $1
                    SELECT 5 %% %s @ SELECT 5 % $1
                    SELECT 5 %%%s @ SELECT 5 %$1
                    SELECT %s /* 100%% */ -- %% @ SELECT $1 /* 100% */ -- %
                    SELECT "50%%", $$%%$$, E'%%\\'', %s @ SELECT "50%", $$%$$, E'%\\'', $1
                    SELECT '%%s' || %s @ SELECT '%s' || $1
                    SELECT '5%' || %s @ SELECT '5%' || $1
                    SELECT '%d % %5s' || %s @ SELECT '%d % %5s' || $1
                    SELECT x LIKE 'a%' AND y = %s @ SELECT x LIKE 'a%' AND y = $1
                    SELECT %s::int @ SELECT $1::int
                    SELECT :x, a[1:n], %s @ SELECT :x, a[1:n], $1
                    SELECT -%s @ SELECT -$1
                    SELECT a[%s:%s] @ SELECT a[$1:$2]
                    SELECT f(a=>%s) @ SELECT f(a=>$1)
                    SELECT $1 @ SELECT $1
                    SELECT $2, $1, $2 @ SELECT $2, $1, $2
                    SELECT $1$2 @ SELECT $1$2
                    SELECT 5 % $1 @ SELECT 5 % $1
                    SELECT 5 %% $1 @ SELECT 5 %% $1
                    SELECT a %size, '%s' FROM t WHERE b = $1 @ SELECT a %size, '%s' FROM t WHERE b = $1
                    SELECT a %(b) FROM t WHERE b = $1 @ SELECT a %(b) FROM t WHERE b = $1
                    SELECT a % b /* %s */ FROM t WHERE b = $1 @ SELECT a % b /* %s */ FROM t WHERE b = $1
                    SELECT $1 ? 'a' AND $2 ?| b @ SELECT $1 ? 'a' AND $2 ?| b
                    SELECT $1 %% 2, '%%' @ SELECT $1 %% 2, '%%'
                    FETCH %s FROM c @ FETCH $1 FROM c
                    """)
    @Contract("3.1 placeholders")
    void positionalPlaceholdersAreNumbered(String sql, String bound) {
        assertThat(ParsedSql.parse(sql, POSITIONAL).boundText()).isEqualTo(bound);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '@', quoteCharacter = '~', textBlock = """
                    SELECT %(a)s @ a @ SELECT $1
                    SELECT %(b)s, %(a)s, %(b)s @ b a @ SELECT $1, $2, $1
                    SELECT %(it's)s, 'x' @ it's @ SELECT $1, 'x'
                    SELECT %(a)s, :b, $1x @ a @ SELECT $2, :b, $1x
                    SELECT 5 %% %(a)s, '%%' @ a @ SELECT 5 % $1, '%'
                    SELECT 'a%(' || %(a)s @ a @ SELECT 'a%(' || $1
                    SELECT '%(a)d' || %(a)s @ a @ SELECT '%(a)d' || $1
                    SELECT :a @ a @ SELECT $1
                    SELECT :b, :a+:b @ b a @ SELECT $1, $2+$1
                    SELECT :_x1, :naïve @ _x1 naïve @ SELECT $1, $2
                    SELECT :a::int, b::text @ a @ SELECT $1::int, b::text
                    SELECT a[1:b], c[:d], e[f(:g):h], :x @ x @ SELECT a[1:b], c[:d], e[f(:g):h], $1
                    SELECT x:y, 'a':b, "c":d, (e):f, g[1]:h, :x @ x @ SELECT x:y, 'a':b, "c":d, (e):f, g[1]:h, $1
                    SELECT :::y, ::::z, :x @ x @ SELECT :::y, ::::z, $1
                    SELECT f(k := :x) @ x @ SELECT f(k := $1)
                    SELECT * FROM f("k":=:x) @ x @ SELECT * FROM f("k":=$1)
                    SELECT :1, : a, :x @ x @ SELECT :1, : a, $1
                    SELECT ':y', ":y", $$:y$$, E'\\':y', :x /* :y */ -- :y @ x @ SELECT ':y', ":y", $$:y$$, E'\\':y', $1 /* :y */ -- :y
                    SELECT '12:30:45', :x @ x @ SELECT '12:30:45', $1
                    SELECT :x % 2, '%s', '%(x)s', '%%', 5 %(y), a %size @ x @ SELECT $1 % 2, '%s', '%(x)s', '%%', 5 %(y), a %size
                    SELECT :x, a %(y) @ x @ SELECT $1, a %(y)
                    SELECT JSON_OBJECT('k': :v) @ v @ SELECT JSON_OBJECT('k': $1)
                    """)
    void namedPlaceholdersShareANumberPerName(String sql, String names, String bound) {
        ParsedSql parsed = ParsedSql.parse(sql, NAMED);
        assertThat(parsed.names()).containsExactly(names.split(" "));
        assertThat(parsed.parameterCount()).isEqualTo(names.split(" ").length);
        assertThat(parsed.boundText()).isEqualTo(bound);
    }

    @Test
    @Contract("3.1 keys")
    void aNameMayHoldBlanksAndEndsAtTheFirstParenthesis() {
        assertThat(ParsedSql.parse("SELECT %( a b )s", NAMED).names()).containsExactly(" a b ");
        assertThat(ParsedSql.parse("SELECT %(a(b)s", NAMED).names()).containsExactly("a(b");
    }

    @ParameterizedTest
    @EnumSource(
            value = ArgumentStyle.class,
            names = {"POSITIONAL", "NAMED"})
    @Contract("3.1 placeholders")
    void placeholdersInsideLiteralsOfAnyFormAreNotReplaced(ArgumentStyle style) {
        String literals =
                "SELECT $tag$ $1 :a $tag$, $$ $1 :a $$, '$1 :a', E'\\'$1 :a', U&'$1 :a', \"$1 :a\", U&\"$1 :a\","
                        + " B'$1 :a', N'$1 :a' /* $1 :a /* $1 */ :a */ -- $1 :a\n, ";
        String own = style == POSITIONAL ? "$1" : ":a";
        ParsedSql parsed = ParsedSql.parse(literals + own, style);
        assertThat(parsed.parameterCount()).isEqualTo(1);
        assertThat(parsed.literalText((out, index) -> out.append("'x'"))).isEqualTo(literals + "'x'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '@', quoteCharacter = '~', textBlock = """
                    SELECT %d @ unsupported format character 'd' (0x64) at index 8
                    SELECT %x, %s @ unsupported format character 'x' (0x78) at index 8
                    SELECT %5s @ unsupported format character '5' (0x35) at index 8
                    SELECT % s @ unsupported format character ' ' (0x20) at index 8
                    SELECT %s, 5 % 2 @ unsupported format character ' ' (0x20) at index 14
                    SELECT '😀', %s, %é @ unsupported format character 'é' (0xe9) at index 17
                    SELECT 5 % 2 @ unsupported format character ' ' (0x20) at index 10
                    SELECT % @ incomplete format: nothing follows the percent sign at character 8
                    SELECT %s % @ incomplete format: nothing follows the percent sign at character 11
                    SELECT %(foo @ incomplete placeholder: '%(' without ')' at character 8
                    SELECT %s, %(foo @ incomplete placeholder: '%(' without ')' at character 12
                    SELECT %(foo)s @ %(name)s at character 8 needs named arguments, but a list of arguments was given: write %s or $1
                    SELECT $1, %(foo)s @ %(name)s at character 12 needs named arguments
                    SELECT %s, %(foo)s @ argument formats can't be mixed: %s at character 8, %(name)s at character 12
                    SELECT '%s' @ the placeholder at character 9 stands inside a string literal
                    SELECT '%s', %s @ the placeholder at character 9 stands inside a string literal
                    SELECT '%(a)s', %s @ the placeholder at character 9 stands inside a string literal
                    SELECT $$%s$$, %s @ the placeholder at character 10 stands inside a string literal
                    SELECT "%s", %s @ the placeholder at character 9 stands inside a quoted identifier
                    SELECT %s -- %s @ the placeholder at character 14 stands inside a comment
                    SELECT %s /* %%%s */ @ the placeholder at character 16 stands inside a comment
                    SELECT a LIKE '%some', %s @ the placeholder at character 16 stands inside a string literal
                    SELECT $0 @ the placeholder at character 8 must be numbered from $1 to $99999999
                    SELECT $99999999999999999999 @ the placeholder at character 8 must be numbered from $1
                    """)
    void positionalArgumentsRefuseWhatIsNoPlaceholder(String sql, String message) {
        assertThatThrownBy(() -> ParsedSql.parse(sql, POSITIONAL))
                .isInstanceOf(ParameterException.class)
                .hasMessageStartingWith(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '@', quoteCharacter = '~', textBlock = """
                    SELECT %s @ %s at character 8 needs a list of arguments, but named arguments were given: write %(name)s or :name
                    SELECT :a, %s @ %s at character 12 needs a list of arguments
                    SELECT %size @ %s at character 8 needs a list of arguments
                    SELECT %(a)s, %s @ argument formats can't be mixed: %s at character 15, %(name)s at character 8
                    SELECT %(a)d @ unsupported format character 'd' (0x64) at index 11
                    SELECT %(a)s, %d @ unsupported format character 'd' (0x64) at index 15
                    SELECT %d @ unsupported format character 'd' (0x64) at index 8
                    SELECT %(a) @ incomplete format: nothing follows the percent sign at character 8
                    SELECT %(foo @ incomplete placeholder: '%(' without ')' at character 8
                    SELECT %(a%b)s @ incomplete placeholder: '%(' without ')' before the next percent sign at character 11
                    SELECT '%(a)s' @ the placeholder at character 9 stands inside a string literal
                    SELECT '%s' || %(a)s @ the placeholder at character 9 stands inside a string literal
                    """)
    void namedArgumentsRefuseWhatIsNoPlaceholder(String sql, String message) {
        assertThatThrownBy(() -> ParsedSql.parse(sql, NAMED))
                .isInstanceOf(ParameterException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void namedArgumentsMayBeUnusedBesideAModulo() {
        ParsedSql parsed = ParsedSql.parse("SELECT 5 % 2, 'a%%'", NAMED);
        assertThat(parsed.boundText()).isEqualTo("SELECT 5 % 2, 'a%%'");
        assertThat(parsed.names()).isEmpty();
    }

    @Test
    void errorsOfPlaceholdersSayThatNothingWasSent() {
        assertThatThrownBy(() -> ParsedSql.parse("SELECT %d", POSITIONAL))
                .isInstanceOfSatisfying(
                        ParameterException.class,
                        e -> assertThat(e.nothingSent()).isTrue());
    }

    @Test
    void tooFewArgumentsNameThePlaceholderWithoutOne() {
        ParsedSql parsed = ParsedSql.parse("SELECT '😀', %s, %s, %s", POSITIONAL);
        parsed.checkArity(3);
        assertThatThrownBy(() -> parsed.checkArity(2))
                .isInstanceOf(ParameterException.class)
                .hasMessage("not enough arguments: 3 expected, 2 given; the placeholder at character 21 has no value");
    }

    @Test
    void tooManyArgumentsNameTheLastPlaceholder() {
        assertThatThrownBy(() -> ParsedSql.parse("SELECT %s, %s", POSITIONAL).checkArity(3))
                .isInstanceOf(ParameterException.class)
                .hasMessage("not all arguments converted: 2 expected, 3 given;"
                        + " the last placeholder is at character 12");
        assertThatThrownBy(() -> ParsedSql.parse("SELECT 1", POSITIONAL).checkArity(1))
                .isInstanceOf(ParameterException.class)
                .hasMessage("not all arguments converted: 0 expected, 1 given; the statement has no placeholder");
    }

    @Test
    void numberedPlaceholdersExpectTheHighestNumber() {
        ParsedSql parsed = ParsedSql.parse("SELECT $3, $1", POSITIONAL);
        assertThat(parsed.parameterCount()).isEqualTo(3);
        parsed.checkArity(3);
        assertThatThrownBy(() -> parsed.checkArity(2))
                .hasMessage("not enough arguments: 3 expected, 2 given; the placeholder at character 8 has no value");
        assertThatThrownBy(() -> parsed.checkArity(4)).isInstanceOf(ParameterException.class);
    }

    @Test
    void thePositionOfAParameterIsThatOfItsFirstPlaceholder() {
        ParsedSql parsed = ParsedSql.parse("SELECT '😀', :b, :a, :b", NAMED);
        assertThat(parsed.placeholderPosition(0)).isEqualTo(13);
        assertThat(parsed.placeholderPosition(1)).isEqualTo(17);
        ParsedSql numbered = ParsedSql.parse("SELECT $3, $1", POSITIONAL);
        assertThat(numbered.placeholderPosition(0)).isEqualTo(12);
        assertThat(numbered.placeholderPosition(1)).isZero();
        assertThat(numbered.placeholderPosition(2)).isEqualTo(8);
    }
}
