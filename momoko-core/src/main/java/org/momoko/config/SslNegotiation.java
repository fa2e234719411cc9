package org.momoko.config;

/** How TLS begins ({@code sslnegotiation}). Source: protocol chapter, "SSL Session Encryption". */
public enum SslNegotiation {
    /** An SSLRequest, answered by one byte, comes before the handshake. The default; every server understands it. */
    POSTGRES,
    /** The handshake starts at once with ALPN {@code postgresql}: one round trip less, servers from version 17. */
    DIRECT
}
