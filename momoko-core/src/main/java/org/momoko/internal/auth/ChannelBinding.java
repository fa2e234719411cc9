package org.momoko.internal.auth;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What a SCRAM exchange says about the TLS connection around it: the gs2-header of RFC 5802, section 7, and its data. */
public final class ChannelBinding {
    /** There is nothing to bind to: no TLS, or a certificate without a usable hash, or the user switched it off. */
    public static final ChannelBinding NONE = new ChannelBinding("n,,", new byte[0]);

    /**
     * We could bind, but the server did not offer SCRAM-SHA-256-PLUS. A server that did offer it learns so that somebody
     * in between struck the offer out, and refuses.
     */
    public static final ChannelBinding NOT_OFFERED = new ChannelBinding("y,,", new byte[0]);

    private final String gs2Header;
    private final byte[] data;

    private ChannelBinding(String gs2Header, byte[] data) {
        this.gs2Header = gs2Header;
        this.data = data;
    }

    /**
     * Binds to the server's certificate.
     *
     * @param certificateHash from {@link ChannelBindings#tlsServerEndPoint}
     */
    public static ChannelBinding tlsServerEndPoint(byte[] certificateHash) {
        return new ChannelBinding("p=tls-server-end-point,,", certificateHash.clone());
    }

    /** The SASL mechanism that goes with it. */
    String mechanism() {
        return gs2Header.startsWith("p=") ? "SCRAM-SHA-256-PLUS" : "SCRAM-SHA-256";
    }

    String gs2Header() {
        return gs2Header;
    }

    /** The value of attribute c: header and data in Base64. */
    String attribute() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(gs2Header.getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(data);
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
