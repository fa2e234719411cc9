package org.momoko.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.momoko.error.ProgrammingException;

class ParsedSqlCacheTests {
    private static final ArgumentStyle NONE = ArgumentStyle.NONE;

    @Test
    void theSameTextIsTakenApartOnce() {
        ParsedSqlCache cache = new ParsedSqlCache(10);
        ParsedSql first = cache.get("SELECT 1", NONE);
        assertThat(cache.get(new StringBuilder("SELECT 1").toString(), NONE)).isSameAs(first);
        assertThat(cache.size()).isEqualTo(1);
    }

    @Test
    void stylesAreKeptApart() {
        ParsedSqlCache cache = new ParsedSqlCache(10);
        assertThat(cache.get("SELECT $1", NONE).parameterCount()).isZero();
        assertThat(cache.get("SELECT $1", ArgumentStyle.POSITIONAL).parameterCount())
                .isEqualTo(1);
        assertThat(cache.size()).isEqualTo(2);
    }

    @Test
    void theOldestUnusedTextMakesRoom() {
        ParsedSqlCache cache = new ParsedSqlCache(2);
        cache.get("SELECT 1", NONE);
        cache.get("SELECT 2", NONE);
        cache.get("SELECT 1", NONE);
        cache.get("SELECT 3", NONE);
        assertThat(cache.peek("SELECT 1", NONE)).isNotNull();
        assertThat(cache.peek("SELECT 2", NONE)).isNull();
        assertThat(cache.peek("SELECT 3", NONE)).isNotNull();
        assertThat(cache.size()).isEqualTo(2);
    }

    @Test
    void aSecondChanceIsGivenOnce() {
        ParsedSqlCache cache = new ParsedSqlCache(1);
        cache.get("SELECT 1", NONE);
        cache.get("SELECT 1", NONE);
        cache.get("SELECT 2", NONE);
        assertThat(cache.peek("SELECT 1", NONE)).isNull();
        assertThat(cache.peek("SELECT 2", NONE)).isNotNull();
    }

    @Test
    void theCharactersOfAllTextsAreBounded() {
        ParsedSqlCache cache = new ParsedSqlCache(100, 20);
        cache.get("SELECT 1", NONE);
        cache.get("SELECT 2", NONE);
        cache.get("SELECT 345", NONE);
        assertThat(cache.peek("SELECT 1", NONE)).isNull();
        assertThat(cache.peek("SELECT 2", NONE)).isNotNull();
        assertThat(cache.size()).isEqualTo(2);
        cache.get("SELECT 'more than all'", NONE);
        assertThat(cache.size()).isEqualTo(2);
    }

    @Test
    void aLongTextIsNotRemembered() {
        ParsedSqlCache cache = new ParsedSqlCache(10);
        String longest = "SELECT " + "1".repeat(64 * 1024 - 7);
        cache.get(longest, NONE);
        cache.get(longest + "1", NONE);
        assertThat(cache.peek(longest, NONE)).isNotNull();
        assertThat(cache.peek(longest + "1", NONE)).isNull();
    }

    @Test
    void aFailureIsNotRemembered() {
        ParsedSqlCache cache = new ParsedSqlCache(10);
        assertThatThrownBy(() -> cache.get(" ", NONE)).isInstanceOf(ProgrammingException.class);
        assertThatThrownBy(() -> cache.get(" ", NONE)).isInstanceOf(ProgrammingException.class);
        assertThat(cache.size()).isZero();
    }

    @Test
    void withoutEntriesNothingIsRemembered() {
        ParsedSqlCache cache = new ParsedSqlCache(0);
        assertThat(cache.get("SELECT 1", NONE).kind()).isEqualTo(StatementKind.BINDABLE);
        assertThat(cache.size()).isZero();
        assertThatThrownBy(() -> new ParsedSqlCache(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void manyThreadsMayUseItAtOnce() {
        ParsedSqlCache cache = new ParsedSqlCache(50);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<CompletableFuture<Void>> runs = new ArrayList<>();
            for (int seed = 0; seed < 4; seed++) {
                Random random = new Random(seed);
                runs.add(CompletableFuture.runAsync(
                        () -> {
                            for (int i = 0; i < 50_000; i++) {
                                String sql = "SELECT " + random.nextInt(80);
                                assertThat(cache.get(sql, NONE).sql()).isEqualTo(sql);
                            }
                        },
                        threads));
            }
            runs.forEach(CompletableFuture::join);
        } finally {
            threads.shutdown();
        }
        assertThat(cache.size()).isEqualTo(50);
    }
}
