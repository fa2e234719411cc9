package org.momoko.internal.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.Algorithm;
import java.security.AlgorithmParameters;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelBindingsTests {
    @Test
    void certificateIsHashedByTheHashOfItsSignature() throws Exception {
        X509Certificate ecdsa256 = certificate(Algorithm.ecp256);
        X509Certificate ecdsa384 = certificate(Algorithm.ecp384);
        X509Certificate rsa = certificate(Algorithm.rsa2048);

        assertThat(ecdsa256.getSigAlgName()).isEqualTo("SHA256withECDSA");
        assertThat(ChannelBindings.tlsServerEndPoint(ecdsa256)).contains(hash("SHA-256", ecdsa256));
        assertThat(ecdsa384.getSigAlgName()).isEqualTo("SHA384withECDSA");
        assertThat(ChannelBindings.tlsServerEndPoint(ecdsa384)).contains(hash("SHA-384", ecdsa384));
        assertThat(rsa.getSigAlgName()).isEqualTo("SHA256withRSA");
        assertThat(ChannelBindings.tlsServerEndPoint(rsa)).contains(hash("SHA-256", rsa));
    }

    @Test
    void signatureWithoutASingleHashGivesNoBinding() throws Exception {
        assertThat(ChannelBindings.tlsServerEndPoint(certificate(Algorithm.ed25519)))
                .isEmpty();
        assertThat(ChannelBindings.tlsServerEndPoint(certificate(Algorithm.ed448)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1.2.840.113549.1.1.4, SHA-256",
        "1.2.840.113549.1.1.5, SHA-256",
        "1.2.840.10045.4.1, SHA-256",
        "1.2.840.113549.1.1.11, SHA-256",
        "1.2.840.113549.1.1.12, SHA-384",
        "1.2.840.113549.1.1.13, SHA-512",
        "1.2.840.10045.4.3.4, SHA-512",
    })
    void weakHashesAreReplaced(String signatureOid, String hash) {
        assertThat(ChannelBindings.hashOf(signatureOid, null)).isEqualTo(hash);
    }

    @Test
    void pssNamesItsHashInTheParameters() throws Exception {
        assertThat(ChannelBindings.hashOf("1.2.840.113549.1.1.10", pss("SHA-512")))
                .isEqualTo("SHA-512");
        assertThat(ChannelBindings.hashOf("1.2.840.113549.1.1.10", pss("SHA-1")))
                .isEqualTo("SHA-256");
        assertThat(ChannelBindings.hashOf("1.2.840.113549.1.1.10", null)).isNull();
        assertThat(ChannelBindings.hashOf("1.2.840.113549.1.1.10", new byte[] {5}))
                .isNull();
    }

    @Test
    void unknownAlgorithmGivesNoHash() {
        assertThat(ChannelBindings.hashOf("2.16.840.1.101.3.4.3.17", null)).isNull();
    }

    private static X509Certificate certificate(Algorithm algorithm) throws Exception {
        return new CertificateBuilder()
                .algorithm(algorithm)
                .subject("CN=localhost")
                .setIsCertificateAuthority(true)
                .buildSelfSigned()
                .getCertificate();
    }

    private static byte[] hash(String algorithm, X509Certificate certificate) throws Exception {
        return MessageDigest.getInstance(algorithm).digest(certificate.getEncoded());
    }

    private static byte[] pss(String hash) throws Exception {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("RSASSA-PSS");
        parameters.init(new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), 20, 1));
        return parameters.getEncoded();
    }
}
