package org.momoko.internal.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.momoko.error.NotSupportedException;
import org.momoko.error.OperationalException;
import org.momoko.error.ProgrammingException;

/**
 * What SCRAM-SHA-256 derives from a password, salt and iteration count (RFC 5802, section 3): ClientKey, StoredKey and
 * ServerKey. Whoever has them can log in, so they are never shown; the password cannot be read from them. Immutable.
 */
public final class ScramKeys {
    private static final String HMAC = "HmacSHA256";
    private static final int HASH_BYTES = 32;

    /** How often the derivation looks for an interrupt; a thousand iterations take about a millisecond. */
    private static final int ITERATIONS_BETWEEN_CHECKS = 1000;

    private final byte[] clientKey;
    private final byte[] storedKey;
    private final byte[] serverKey;

    private ScramKeys(byte[] clientKey, byte[] storedKey, byte[] serverKey) {
        this.clientKey = clientKey;
        this.storedKey = storedKey;
        this.serverKey = serverKey;
    }

    /**
     * Derives the keys. Each iteration costs four blocks of SHA-256, so it belongs on a thread that may be
     * busy for a while, never on an event loop.
     *
     * @param iterations 1 or more; {@link ScramClient#challenge} has compared it with the cap
     * @throws OperationalException if the thread is interrupted; its interrupt status stays set
     * @throws ProgrammingException if the password contains an unpaired surrogate
     */
    public static ScramKeys derive(String password, byte[] salt, int iterations) {
        byte[] prepared = SaslPrep.prepare(password);
        byte[] salted = new byte[0];
        try {
            salted = saltedPassword(prepared, salt, iterations);
            byte[] clientKey = hmac(salted, "Client Key".getBytes(StandardCharsets.US_ASCII));
            byte[] storedKey = MessageDigest.getInstance("SHA-256").digest(clientKey);
            byte[] serverKey = hmac(salted, "Server Key".getBytes(StandardCharsets.US_ASCII));
            return new ScramKeys(clientKey, storedKey, serverKey);
        } catch (GeneralSecurityException e) {
            throw unavailable(e);
        } finally {
            Arrays.fill(prepared, (byte) 0);
            Arrays.fill(salted, (byte) 0);
        }
    }

    /** ClientKey XOR HMAC(StoredKey, AuthMessage). */
    byte[] clientProof(byte[] authMessage) {
        byte[] proof = signature(storedKey, authMessage);
        for (int i = 0; i < proof.length; i++) {
            proof[i] ^= clientKey[i];
        }
        return proof;
    }

    /** HMAC(ServerKey, AuthMessage). */
    byte[] serverSignature(byte[] authMessage) {
        return signature(serverKey, authMessage);
    }

    private static byte[] signature(byte[] key, byte[] authMessage) {
        try {
            return hmac(key, authMessage);
        } catch (GeneralSecurityException e) {
            throw unavailable(e);
        }
    }

    /** Hi() of RFC 5802, section 2.2: PBKDF2 with a single block. The loop works in two arrays. */
    private static byte[] saltedPassword(byte[] password, byte[] salt, int iterations) throws GeneralSecurityException {
        Mac mac = mac(password);
        mac.update(salt);
        mac.update(new byte[] {0, 0, 0, 1});
        byte[] block = mac.doFinal();
        byte[] result = block.clone();
        for (int i = 1; i < iterations; i++) {
            if (i % ITERATIONS_BETWEEN_CHECKS == 0 && Thread.currentThread().isInterrupted()) {
                throw new OperationalException("SCRAM: interrupted after " + i + " of " + iterations + " iterations");
            }
            mac.update(block);
            mac.doFinal(block, 0);
            for (int k = 0; k < HASH_BYTES; k++) {
                result[k] ^= block[k];
            }
        }
        return result;
    }

    static byte[] hmac(byte[] key, byte[] data) throws GeneralSecurityException {
        return mac(key).doFinal(data);
    }

    private static Mac mac(byte[] key) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(HMAC);
        // HMAC fills keys up with zeros, so a single zero is the empty key, which the JDK refuses.
        mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, HMAC));
        return mac;
    }

    static NotSupportedException unavailable(GeneralSecurityException cause) {
        return new NotSupportedException("SCRAM: this JDK lacks SHA-256: " + cause.getMessage(), cause);
    }
}
