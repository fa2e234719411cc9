package org.momoko.internal.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class ScramKeyCacheTests {
    private static final byte[] SALT = {1, 2, 3};

    private final ScramKeyCache cache = new ScramKeyCache(2);
    /** Derivations that nobody has run yet. */
    private final ArrayDeque<Runnable> derivations = new ArrayDeque<>();

    private ScramKeyCache.Derivation login(String user) {
        return cache.derivation(user, "pencil", SALT, 1);
    }

    /** Logs in as far as the server's proof. */
    private ScramKeys loggedIn(String user) {
        ScramKeyCache.Derivation login = login(user);
        ScramKeys keys = login.keys(Runnable::run).join();
        login.proved();
        return keys;
    }

    private boolean known(ScramKeyCache.Derivation login) {
        return login.keys(task -> {
                    throw new RejectedExecutionException();
                })
                .handle((keys, error) -> error == null)
                .join();
    }

    @Test
    void keysAreFoundForExactlyTheSameValues() {
        ScramKeys keys = loggedIn("user");

        assertThat(login("user").keys(derivations::add).join()).isSameAs(keys);
        assertThat(known(cache.derivation("user", "pencil", new byte[] {1, 2, 3}, 1)))
                .isTrue();
        assertThat(known(cache.derivation("other", "pencil", SALT, 1))).isFalse();
        assertThat(known(cache.derivation("user", "pen", SALT, 1))).isFalse();
        assertThat(known(cache.derivation("user", "pencil", new byte[] {1, 2}, 1)))
                .isFalse();
        assertThat(known(cache.derivation("user", "pencil", SALT, 2))).isFalse();
        assertThat(derivations).isEmpty();
    }

    @Test
    void laterChangeOfTheSaltDoesNotMatter() {
        byte[] salt = {9};
        ScramKeyCache.Derivation login = cache.derivation("user", "pencil", salt, 1);
        salt[0] = 8;
        login.keys(Runnable::run).join();

        assertThat(known(cache.derivation("user", "pencil", new byte[] {9}, 1))).isTrue();
        assertThat(known(cache.derivation("user", "pencil", salt, 1))).isFalse();
    }

    @Test
    void entryUnusedForLongestMakesRoom() {
        loggedIn("a");
        loggedIn("b");
        assertThat(known(login("a"))).isTrue();
        loggedIn("c");

        assertThat(known(login("b"))).isFalse();
        assertThat(known(login("a"))).isTrue();
        assertThat(known(login("c"))).isTrue();
    }

    @Test
    void keysThatNoServerHasProvedPushOutNoneThatOneHas() {
        loggedIn("a");
        for (int salt = 0; salt < 5; salt++) {
            cache.derivation("a", "pencil", new byte[] {(byte) salt}, 1)
                    .keys(Runnable::run)
                    .join();
        }

        assertThat(known(login("a"))).isTrue();
        assertThat(known(cache.derivation("a", "pencil", new byte[] {0}, 1))).isFalse();
    }

    @Test
    void loginsAtTheSameTimeShareOneDerivation() {
        CompletableFuture<ScramKeys> first = login("user").keys(derivations::add);
        CompletableFuture<ScramKeys> second = login("user").keys(derivations::add);
        assertThat(derivations).hasSize(1);
        assertThat(second).isNotDone();

        derivations.remove().run();

        assertThat(second.join()).isSameAs(first.join());
    }

    @Test
    void derivationThatFailsIsTriedAgain() {
        assertThat(known(login("user"))).isFalse();

        assertThat(login("user").keys(Runnable::run).join()).isNotNull();
    }
}
