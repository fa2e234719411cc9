package org.momoko.internal.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.momoko.error.NotSupportedException;
import org.momoko.error.ProgrammingException;

/** The answer to AuthenticationMD5Password (PostgreSQL manual, Message Flow: Start-up). */
public final class Md5Authentication {
    private Md5Authentication() {}

    /**
     * {@code "md5" + md5(md5(password + user) + salt)}, the hashes in lower-case hexadecimal; sent as a PasswordMessage.
     *
     * @param salt four bytes of the request
     * @throws NotSupportedException if this JDK has no MD5, as in FIPS mode
     * @throws ProgrammingException if the password contains an unpaired surrogate
     */
    public static String response(String user, String password, byte[] salt) {
        MessageDigest md5 = md5();
        md5.update(SaslPrep.utf8(password));
        String stored = HexFormat.of().formatHex(md5.digest(user.getBytes(StandardCharsets.UTF_8)));
        md5.update(stored.getBytes(StandardCharsets.US_ASCII));
        return "md5" + HexFormat.of().formatHex(md5.digest(salt));
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new NotSupportedException("MD5 authentication: this JDK has no MD5; use SCRAM-SHA-256", e);
        }
    }
}
