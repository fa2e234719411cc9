package org.momoko.config;

/**
 * How much TLS a TCP connection asks for ({@code sslmode}). Unix sockets never use TLS. Source: libpq, chapter "SSL
 * Support".
 */
public enum SslMode {
    /** Never TLS. */
    DISABLE,
    /** Without TLS first; with TLS if the server refuses that. */
    ALLOW,
    /** With TLS first; without if the server has none. The default, and no protection against an active attacker. */
    PREFER,
    /** Only with TLS; the certificate is checked only if a root certificate is configured. */
    REQUIRE,
    /** Only with TLS and a certificate that a trusted authority signed. */
    VERIFY_CA,
    /** Like {@link #VERIFY_CA}, and the certificate must be made out to the host name. */
    VERIFY_FULL;

    /**
     * The mode with libpq's name, such as {@code verify-full}.
     *
     * @throws IllegalArgumentException if there is none; the message lists the names
     */
    public static SslMode parse(String name) {
        SslMode mode = Keyword.find(SslMode.class, name);
        if (mode == null) {
            throw new IllegalArgumentException("sslmode: expected one of " + Keyword.list(SslMode.class));
        }
        return mode;
    }
}
