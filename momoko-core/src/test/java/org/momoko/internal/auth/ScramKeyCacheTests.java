package org.momoko.internal.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScramKeyCacheTests {
    private static final byte[] SALT = {1, 2, 3};

    private final ScramKeyCache cache = new ScramKeyCache(2);
    private final ScramKeys keys = ScramKeys.derive("pencil", SALT, 1);

    @Test
    void keysAreFoundForExactlyTheSameValues() {
        cache.put("user", "pencil", SALT, 1, keys);

        assertThat(cache.get("user", "pencil", new byte[] {1, 2, 3}, 1)).isSameAs(keys);
        assertThat(cache.get("other", "pencil", SALT, 1)).isNull();
        assertThat(cache.get("user", "pen", SALT, 1)).isNull();
        assertThat(cache.get("user", "pencil", new byte[] {1, 2}, 1)).isNull();
        assertThat(cache.get("user", "pencil", SALT, 2)).isNull();
    }

    @Test
    void laterChangeOfTheSaltDoesNotMatter() {
        byte[] salt = {9};
        cache.put("user", "pencil", salt, 1, keys);
        salt[0] = 8;

        assertThat(cache.get("user", "pencil", new byte[] {9}, 1)).isSameAs(keys);
        assertThat(cache.get("user", "pencil", salt, 1)).isNull();
    }

    @Test
    void entryUnusedForLongestMakesRoom() {
        cache.put("a", "p", SALT, 1, keys);
        cache.put("b", "p", SALT, 1, keys);
        assertThat(cache.get("a", "p", SALT, 1)).isNotNull();
        cache.put("c", "p", SALT, 1, keys);

        assertThat(cache.get("b", "p", SALT, 1)).isNull();
        assertThat(cache.get("a", "p", SALT, 1)).isNotNull();
        assertThat(cache.get("c", "p", SALT, 1)).isNotNull();
    }
}
