package org.momoko.internal.auth;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps derived keys, so that a pool that opens its next connection computes a few hashes and not thousands. An entry
 * holds for one user, password, salt and iteration count; the one unused for longest makes room for a new one. Of the
 * password it keeps an HMAC only, under a key that this object chose at random. Thread-safe; no method blocks for longer
 * than a look-up.
 */
public final class ScramKeyCache {
    private static final int PASSWORD_KEY_BYTES = 32;

    private final int capacity;
    private final byte[] passwordKey = new byte[PASSWORD_KEY_BYTES];
    private final LinkedHashMap<Key, ScramKeys> entries = new LinkedHashMap<>(16, 0.75f, true);

    /** @param capacity the most entries to keep, at least 1 */
    public ScramKeyCache(int capacity) {
        this.capacity = capacity;
        new SecureRandom().nextBytes(passwordKey);
    }

    /** The keys that were put for exactly these values, null if there are none. */
    public @Nullable ScramKeys get(String user, String password, byte[] salt, int iterations) {
        Key key = key(user, password, salt, iterations);
        synchronized (entries) {
            return entries.get(key);
        }
    }

    /** Keeps the keys; to be called once the server has proved that it knows them too. */
    public void put(String user, String password, byte[] salt, int iterations, ScramKeys keys) {
        Key key = key(user, password, salt, iterations);
        synchronized (entries) {
            entries.put(key, keys);
            if (entries.size() > capacity) {
                Map.Entry<Key, ScramKeys> eldest = entries.entrySet().iterator().next();
                entries.remove(eldest.getKey());
            }
        }
    }

    private Key key(String user, String password, byte[] salt, int iterations) {
        try {
            byte[] passwordHash = ScramKeys.hmac(passwordKey, SaslPrep.utf8(password));
            return new Key(user, ByteBuffer.wrap(passwordHash), ByteBuffer.wrap(salt.clone()), iterations);
        } catch (GeneralSecurityException e) {
            throw ScramKeys.unavailable(e);
        }
    }

    /** The buffers are never read from, so their content, and with it equality, stays. */
    private record Key(String user, ByteBuffer passwordHash, ByteBuffer salt, int iterations) {}
}
