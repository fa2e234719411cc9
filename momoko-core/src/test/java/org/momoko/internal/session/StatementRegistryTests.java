package org.momoko.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.momoko.internal.codec.Codecs;
import org.momoko.internal.codec.Parameters;
import org.momoko.internal.sql.ArgumentStyle;
import org.momoko.internal.sql.ParsedSql;

class StatementRegistryTests {
    private static final Parameters PARAMETERS = new Parameters(Codecs.standard());
    private static final @Nullable Object[] NO_VALUES = {};

    private static ParsedSql text(int length, int number) {
        return ParsedSql.parse("SELECT " + number + " -- " + "x".repeat(length), ArgumentStyle.NONE);
    }

    @Test
    void textIsFoundAgain() {
        StatementRegistry registry = new StatementRegistry(4);
        ParsedSql text = text(10, 1);

        Statement first = registry.find(text, NO_VALUES, PARAMETERS);

        assertThat(registry.find(text, NO_VALUES, PARAMETERS)).isSameAs(first);
    }

    @Test
    void numberOfTextsIsBounded() {
        StatementRegistry registry = new StatementRegistry(4);
        for (int i = 0; i < 100; i++) {
            registry.find(text(10, i), NO_VALUES, PARAMETERS);
            assertThat(registry.texts()).isBetween(1, 4);
        }
    }

    @Test
    void whatIsUsedStaysWhileOthersComeAndGo() {
        StatementRegistry registry = new StatementRegistry(4);
        ParsedSql used = text(10, -1);
        Statement first = registry.find(used, NO_VALUES, PARAMETERS);

        for (int i = 0; i < 100; i++) {
            registry.find(text(10, i), NO_VALUES, PARAMETERS);
            assertThat(registry.find(used, NO_VALUES, PARAMETERS)).isSameAs(first);
        }
    }

    @Test
    void variantThatIsNotUsedLeavesAlone() {
        StatementRegistry registry = new StatementRegistry(4);
        ParsedSql text = ParsedSql.parse("SELECT %s", ArgumentStyle.POSITIONAL);
        Object[] number = {1};
        Object[] truth = {true};
        Object[] moment = {java.time.LocalDate.EPOCH};
        Statement oldest = registry.find(text, number, PARAMETERS);
        Statement middle = registry.find(text, truth, PARAMETERS);
        Statement newest = registry.find(text, moment, PARAMETERS);

        for (int i = 0; i < 100; i++) {
            registry.find(text(10, i), NO_VALUES, PARAMETERS);
            assertThat(registry.find(text, number, PARAMETERS)).isSameAs(oldest);
            assertThat(registry.find(text, moment, PARAMETERS)).isSameAs(newest);
        }
        assertThat(registry.find(text, truth, PARAMETERS)).isNotSameAs(middle);
    }

    @Test
    void longTextsAreBoundedByTheirLength() {
        StatementRegistry registry = new StatementRegistry(4096);
        for (int i = 0; i < 200; i++) {
            registry.find(text(60_000, i), NO_VALUES, PARAMETERS);
            // two million characters
            assertThat(registry.texts()).isBetween(1, 34);
        }
    }

    @Test
    void textThatIsTooLongIsNotKept() {
        StatementRegistry registry = new StatementRegistry(4096);

        assertThat(registry.find(text(3_000_000, 1), NO_VALUES, PARAMETERS)).isNotNull();

        assertThat(registry.texts()).isZero();
    }
}
