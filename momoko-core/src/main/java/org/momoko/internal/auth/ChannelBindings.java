package org.momoko.internal.auth;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Channel binding data of a TLS connection: {@code tls-server-end-point} of RFC 5929, section 4. */
public final class ChannelBindings {
    private static final String RSASSA_PSS = "1.2.840.113549.1.1.10";

    /**
     * Hash of each signature algorithm by its object identifier: RFC 8017 (RSA), RFC 5758 (DSA, ECDSA), RFC 3279 (SHA-1
     * forms). MD5 and SHA-1 are replaced by SHA-256, as RFC 5929 demands.
     */
    private static final Map<String, String> HASHES = Map.ofEntries(
            Map.entry("1.2.840.113549.1.1.4", "SHA-256"),
            Map.entry("1.2.840.113549.1.1.5", "SHA-256"),
            Map.entry("1.2.840.113549.1.1.14", "SHA-224"),
            Map.entry("1.2.840.113549.1.1.11", "SHA-256"),
            Map.entry("1.2.840.113549.1.1.12", "SHA-384"),
            Map.entry("1.2.840.113549.1.1.13", "SHA-512"),
            Map.entry("1.2.840.113549.1.1.15", "SHA-512/224"),
            Map.entry("1.2.840.113549.1.1.16", "SHA-512/256"),
            Map.entry("1.2.840.10045.4.1", "SHA-256"),
            Map.entry("1.2.840.10045.4.3.1", "SHA-224"),
            Map.entry("1.2.840.10045.4.3.2", "SHA-256"),
            Map.entry("1.2.840.10045.4.3.3", "SHA-384"),
            Map.entry("1.2.840.10045.4.3.4", "SHA-512"),
            Map.entry("1.2.840.10040.4.3", "SHA-256"),
            Map.entry("2.16.840.1.101.3.4.3.1", "SHA-224"),
            Map.entry("2.16.840.1.101.3.4.3.2", "SHA-256"));

    private ChannelBindings() {}

    /**
     * The hash of the server's certificate by the hash function of its signature. Empty where the signature algorithm has
     * no single hash function (Ed25519, Ed448, post-quantum) or an unknown one: then SCRAM-SHA-256-PLUS must not be
     * chosen, and where channel binding is required the connection must fail.
     */
    public static Optional<byte[]> tlsServerEndPoint(X509Certificate certificate) {
        String hash = hashOf(certificate.getSigAlgOID(), certificate.getSigAlgParams());
        if (hash == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(MessageDigest.getInstance(hash).digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            // A hash that this JDK lacks is as good as none.
            return Optional.empty();
        }
    }

    static @Nullable String hashOf(String signatureOid, byte @Nullable [] parameters) {
        return RSASSA_PSS.equals(signatureOid) ? pssHash(parameters) : HASHES.get(signatureOid);
    }

    private static @Nullable String pssHash(byte @Nullable [] parameters) {
        if (parameters == null) {
            return null;
        }
        try {
            AlgorithmParameters decoded = AlgorithmParameters.getInstance("RSASSA-PSS");
            decoded.init(parameters);
            String hash = decoded.getParameterSpec(PSSParameterSpec.class).getDigestAlgorithm();
            return MGF1ParameterSpec.SHA1.getDigestAlgorithm().equals(hash) ? "SHA-256" : hash;
        } catch (GeneralSecurityException | IOException e) {
            return null;
        }
    }
}
