package org.momoko.spring.boot.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.momoko.error.IntegrityException;
import org.momoko.spring.boot.dao.MomokoExceptionTranslator;

/** Which errors roll back. */
class RollbackRulesTests {

    @Test
    void everyErrorRollsBackWithoutRules() {
        assertThat(RollbackRules.ANY.rollsBack(new IOException())).isTrue();
        assertThat(RollbackRules.ANY.rollsBack(new AssertionError())).isTrue();
    }

    @Test
    void theNearestClassDecides() {
        RollbackRules rules = RollbackRules.ANY
                .noRollbackFor(Exception.class)
                .rollbackFor(IOException.class)
                .noRollbackFor(FileNotFoundException.class);
        assertThat(rules.rollsBack(new RuntimeException())).isFalse();
        assertThat(rules.rollsBack(new IOException())).isTrue();
        assertThat(rules.rollsBack(new FileNotFoundException())).isFalse();
        assertThat(rules.rollsBack(new Error())).isTrue();
    }

    @Test
    void namesMayBeSimpleOrQualified() {
        RollbackRules rules =
                RollbackRules.ANY.noRollbackForName("IOException").rollbackForName("java.io.FileNotFoundException");
        assertThat(rules.rollsBack(new IOException())).isFalse();
        assertThat(rules.rollsBack(new FileNotFoundException())).isTrue();
    }

    @Test
    void cancellingAlwaysRollsBack() {
        assertThat(RollbackRules.ANY.noRollbackFor(Throwable.class).rollsBack(new CancellationException()))
                .isTrue();
    }

    @Test
    void aTranslatedErrorIsKnownByItsOriginal() {
        RollbackRules rules = RollbackRules.ANY.noRollbackFor(IntegrityException.class);
        assertThat(rules.rollsBack(new MomokoExceptionTranslator().translate(new IntegrityException("taken"))))
                .isFalse();
    }
}
