package org.momoko.internal.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.momoko.error.OperationalException;
import org.momoko.error.ProtocolException;

/**
 * One authentication by SCRAM-SHA-256 or SCRAM-SHA-256-PLUS (RFC 5802, RFC 7677), client side. Not thread-safe, for one
 * use.
 *
 * <p>The steps: {@link #clientFirst}, {@link #challenge}, {@link #clientFinal}, {@link #verifyServerFinal}. Between the
 * second and the third the caller gets the keys, from a {@link ScramKeyCache} or by {@link ScramKeys#derive} on another
 * thread. Server messages out of order fail with {@link ProtocolException}. When AuthenticationOk arrives,
 * {@link #verified} must be true, or the server has not proved anything.
 */
public final class ScramClient {
    /** The usual cap on the iterations that a server may ask for; PostgreSQL's default is 4096. */
    public static final int DEFAULT_MAX_ITERATIONS = 100_000;

    /** {@code SCRAM_RAW_NONCE_LEN} of {@code src/include/common/scram-common.h}. */
    private static final int NONCE_BYTES = 18;

    private static final int MOST_INT_DIGITS = 10;

    private static final SecureRandom RANDOM = new SecureRandom();

    /** What may happen next. */
    private enum Step {
        /** Initial; clientFirst leads to CHALLENGE. */
        START,
        /** Our first message is out; the server's leads to CLIENT_FINAL. */
        CHALLENGE,
        /** The challenge is known; our proof leads to SERVER_FINAL. */
        CLIENT_FINAL,
        /** Our proof is out; the server's correct signature leads to VERIFIED. */
        SERVER_FINAL,
        /** Final. */
        VERIFIED
    }

    private final ChannelBinding binding;
    private final int maxIterations;
    private final String clientNonce;
    private final String clientFirstBare;

    private Step step = Step.START;
    private String nonce = "";
    private String serverFirst = "";
    private byte @Nullable [] expectedSignature;

    /**
     * A client with a fresh nonce. The user name is sent empty, as libpq does: PostgreSQL takes the one of the
     * StartupMessage.
     *
     * @param maxIterations a server that asks for more is refused, because every iteration costs us time
     */
    public ScramClient(ChannelBinding binding, int maxIterations) {
        this(binding, maxIterations, "", freshNonce());
    }

    ScramClient(ChannelBinding binding, int maxIterations, String user, String clientNonce) {
        this.binding = binding;
        this.maxIterations = maxIterations;
        this.clientNonce = clientNonce;
        this.clientFirstBare = "n=" + user + ",r=" + clientNonce;
    }

    /** The name for SASLInitialResponse: {@code SCRAM-SHA-256}, with {@code -PLUS} when bound to the TLS connection. */
    public String mechanism() {
        return binding.mechanism();
    }

    /** The client-first-message, data of the SASLInitialResponse. */
    public byte[] clientFirst() {
        expect(Step.START);
        step = Step.CHALLENGE;
        return ascii(binding.gs2Header() + clientFirstBare);
    }

    /**
     * Reads the server-first-message, data of AuthenticationSASLContinue; takes no time that the server could choose.
     *
     * @throws ProtocolException if it does not follow the grammar, or its nonce does not extend ours
     * @throws OperationalException if it asks for more iterations than the cap, or carries an error
     */
    public ScramChallenge challenge(byte[] message) {
        expect(Step.CHALLENGE);
        ScramAttributes attributes = new ScramAttributes("server-first-message", message);
        nonce = attributes.required('r');
        if (!nonce.startsWith(clientNonce) || nonce.length() == clientNonce.length() || !isPrintable(nonce)) {
            throw attributes.error("the nonce does not extend the client's");
        }
        byte[] salt = attributes.requiredBase64('s');
        int iterations = iterations(attributes);
        attributes.end();
        serverFirst = new String(message, StandardCharsets.UTF_8);
        step = Step.CLIENT_FINAL;
        return new ScramChallenge(salt, iterations);
    }

    /** The client-final-message, data of a SASLResponse. */
    public byte[] clientFinal(ScramKeys keys) {
        expect(Step.CLIENT_FINAL);
        String withoutProof = "c=" + binding.attribute() + ",r=" + nonce;
        byte[] authMessage =
                (clientFirstBare + ',' + serverFirst + ',' + withoutProof).getBytes(StandardCharsets.UTF_8);
        expectedSignature = keys.serverSignature(authMessage);
        step = Step.SERVER_FINAL;
        return ascii(withoutProof + ",p=" + Base64.getEncoder().encodeToString(keys.clientProof(authMessage)));
    }

    /**
     * Reads the server-final-message, data of AuthenticationSASLFinal.
     *
     * @throws ProtocolException if it does not follow the grammar
     * @throws OperationalException if it carries an error, or a signature that shows that the server does not know the
     *     password
     */
    public void verifyServerFinal(byte[] message) {
        expect(Step.SERVER_FINAL);
        ScramAttributes attributes = new ScramAttributes("server-final-message", message);
        byte[] signature = attributes.requiredBase64('v');
        attributes.end();
        if (!MessageDigest.isEqual(expectedSignature, signature)) {
            throw new OperationalException("SCRAM: the server's signature is wrong: it does not know the password");
        }
        step = Step.VERIFIED;
    }

    /** Whether the server has proved that it knows the password. */
    public boolean verified() {
        return step == Step.VERIFIED;
    }

    private int iterations(ScramAttributes attributes) {
        String digits = attributes.required('i');
        boolean number = !digits.isEmpty() && digits.charAt(0) != '0';
        for (int i = 0; i < digits.length(); i++) {
            number &= digits.charAt(i) >= '0' && digits.charAt(i) <= '9';
        }
        if (!number) {
            throw attributes.error("the iteration count is not a positive number");
        }
        if (digits.length() > MOST_INT_DIGITS || Long.parseLong(digits) > maxIterations) {
            String shown = digits.length() > MOST_INT_DIGITS ? "a number of " + digits.length() + " digits" : digits;
            throw new OperationalException(
                    "SCRAM: the server asks for " + shown + " iterations, the maximum is " + maxIterations);
        }
        return Integer.parseInt(digits);
    }

    private void expect(Step due) {
        if (step != due) {
            throw new ProtocolException("SCRAM: message for step " + due + " came in step " + step);
        }
    }

    private static boolean isPrintable(String text) {
        return text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    private static String freshNonce() {
        byte[] bytes = new byte[NONCE_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
