package org.momoko.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.momoko.testing.Contract;

class ErrorExcerptTests {
    @Test
    @Contract("3.6 pgerror")
    void theCaretStandsBelowThePosition() {
        assertThat(ErrorExcerpt.of("SELECT foo", 8)).isEqualTo("LINE 1: SELECT foo\n               ^");
        assertThat(ErrorExcerpt.of("foo", 1)).isEqualTo("LINE 1: foo\n        ^");
    }

    @Test
    void theEndOfTheTextMayBeMeant() {
        assertThat(ErrorExcerpt.of("SELECT", 7)).isEqualTo("LINE 1: SELECT\n              ^");
    }

    @Test
    void onlyTheLineOfThePositionIsShown() {
        assertThat(ErrorExcerpt.of("SELECT 1,\n  foo\nFROM t", 13)).isEqualTo("LINE 2:   foo\n          ^");
        assertThat(ErrorExcerpt.of("a\r\nb\rc\n\nd", 9)).isEqualTo("LINE 5: d\n        ^");
    }

    @Test
    void tabsAreShownAsBlanks() {
        assertThat(ErrorExcerpt.of("SELECT\tfoo", 8)).isEqualTo("LINE 1: SELECT foo\n               ^");
    }

    @Test
    void aLongLineIsCutOnTheRightWhenThePositionIsNearItsBegin() {
        String sql = "SELECT foo, " + "x".repeat(100);
        assertThat(ErrorExcerpt.of(sql, 8))
                .isEqualTo("LINE 1: SELECT foo, " + "x".repeat(48) + "...\n               ^");
    }

    @Test
    void aLongLineIsCutOnBothSidesWhenThePositionIsInTheMiddle() {
        String sql = "a".repeat(100) + "FOO" + "b".repeat(100);
        assertThat(ErrorExcerpt.of(sql, 101))
                .isEqualTo("LINE 1: ..." + "a".repeat(50) + "FOO" + "b".repeat(7) + "...\n" + " ".repeat(61) + "^");
    }

    @Test
    void aLongLineIsCutOnTheLeftWhenThePositionIsNearItsEnd() {
        String sql = "a".repeat(100) + "FOO";
        assertThat(ErrorExcerpt.of(sql, 101))
                .isEqualTo("LINE 1: ..." + "a".repeat(57) + "FOO\n" + " ".repeat(68) + "^");
    }

    @Test
    void theCutChangesSidesTenColumnsBeforeTheWindowEnds() {
        String sql = "a".repeat(100);
        assertThat(ErrorExcerpt.of(sql, 51)).isEqualTo("LINE 1: " + "a".repeat(60) + "...\n" + " ".repeat(58) + "^");
        assertThat(ErrorExcerpt.of(sql, 52)).isEqualTo("LINE 1: ..." + "a".repeat(60) + "...\n" + " ".repeat(61) + "^");
    }

    @Test
    void aLineOfSixtyColumnsIsNotCut() {
        String sql = "a".repeat(60);
        assertThat(ErrorExcerpt.of(sql, 60)).isEqualTo("LINE 1: " + sql + "\n" + " ".repeat(67) + "^");
    }

    @Test
    void charactersAreCountedNotUtf16UnitsAndWideOnesTakeTwoColumns() {
        assertThat(ErrorExcerpt.of("SELECT '表', foo", 13))
                .isEqualTo("LINE 1: SELECT '表', foo\n" + " ".repeat(8 + 13) + "^");
        assertThat(ErrorExcerpt.of("SELECT '𝒳', foo", 13))
                .isEqualTo("LINE 1: SELECT '𝒳', foo\n" + " ".repeat(8 + 12) + "^");
    }

    @Test
    void outsideOfTheTextThereIsNothingToShow() {
        assertThat(ErrorExcerpt.of("SELECT", 0)).isEmpty();
        assertThat(ErrorExcerpt.of("SELECT", -1)).isEmpty();
        assertThat(ErrorExcerpt.of("SELECT", 8)).isEmpty();
    }
}
