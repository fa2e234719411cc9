package org.momoko.internal.auth;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Keeps derived keys, so that whoever opens the next connection computes a few hashes and not thousands. An entry holds
 * for one user, password, salt and iteration count. Of the password it keeps an HMAC only, under a key that this object
 * chose at random. Thread-safe; no method blocks for longer than a look-up.
 *
 * <p>Entries live in two places of the same size, in each of which the one unused for longest makes room for a new one.
 * Derived keys are <i>unproved</i> until a server has shown that it knows them too; so a server that makes up salts
 * pushes out nothing that is of use. Connections that open together share one derivation.
 */
public final class ScramKeyCache {
    private static final int PASSWORD_KEY_BYTES = 32;

    private final byte[] passwordKey = new byte[PASSWORD_KEY_BYTES];
    private final Map<Key, CompletableFuture<ScramKeys>> unproved;
    private final Map<Key, CompletableFuture<ScramKeys>> proved;

    /** @param capacity the most entries to keep of each kind, at least 1 */
    public ScramKeyCache(int capacity) {
        new SecureRandom().nextBytes(passwordKey);
        this.unproved = new LeastRecentlyUsed(capacity);
        this.proved = new LeastRecentlyUsed(capacity);
    }

    /** What keys depend on, for one attempt to log in. */
    public final class Derivation {
        private final Key key;
        private final String password;

        private Derivation(Key key, String password) {
            this.key = key;
            this.password = password;
        }

        /**
         * The keys.
         *
         * @param worker takes their derivation, if nobody has begun it, to a thread that may be busy for a while
         * @return completes at once if they are known; fails as {@link ScramKeys#derive} does, or when the worker takes
         *     no task
         */
        public CompletableFuture<ScramKeys> keys(Consumer<Runnable> worker) {
            CompletableFuture<ScramKeys> fresh = new CompletableFuture<>();
            synchronized (proved) {
                CompletableFuture<ScramKeys> known = proved.get(key);
                if (known == null) {
                    known = unproved.putIfAbsent(key, fresh);
                }
                if (known != null) {
                    return known;
                }
            }
            try {
                worker.accept(() -> derive(fresh));
            } catch (RuntimeException rejected) {
                failed(fresh, rejected);
            }
            return fresh;
        }

        private void derive(CompletableFuture<ScramKeys> fresh) {
            try {
                fresh.complete(ScramKeys.derive(password, key.salt().array(), key.iterations()));
            } catch (RuntimeException e) {
                failed(fresh, e);
            }
        }

        /** The next one tries again. */
        private void failed(CompletableFuture<ScramKeys> fresh, RuntimeException cause) {
            synchronized (proved) {
                unproved.remove(key, fresh);
            }
            fresh.completeExceptionally(cause);
        }

        /** The server has proved that it knows the keys. */
        public void proved() {
            synchronized (proved) {
                CompletableFuture<ScramKeys> keys = unproved.remove(key);
                if (keys != null) {
                    proved.put(key, keys);
                }
            }
        }
    }

    /** For a login with these values. */
    public Derivation derivation(String user, String password, byte[] salt, int iterations) {
        try {
            byte[] passwordHash = ScramKeys.hmac(passwordKey, SaslPrep.utf8(password));
            Key key = new Key(user, ByteBuffer.wrap(passwordHash), ByteBuffer.wrap(salt.clone()), iterations);
            return new Derivation(key, password);
        } catch (GeneralSecurityException e) {
            throw ScramKeys.unavailable(e);
        }
    }

    /** The buffers are never read from, so their content, and with it equality, stays. */
    private record Key(String user, ByteBuffer passwordHash, ByteBuffer salt, int iterations) {}

    private static final class LeastRecentlyUsed extends LinkedHashMap<Key, CompletableFuture<ScramKeys>> {
        private static final long serialVersionUID = 1L;

        private final int capacity;

        LeastRecentlyUsed(int capacity) {
            super(16, 0.75f, true);
            this.capacity = capacity;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, CompletableFuture<ScramKeys>> eldest) {
            return size() > capacity;
        }
    }
}
