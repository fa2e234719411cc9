package org.momoko.config;

/** A way in which a server may ask for proof of identity ({@code require_auth}). */
public enum AuthMethod {
    /** The server lets the client in without asking. */
    NONE,
    /** The password in clear. */
    PASSWORD,
    /** The password, hashed with MD5 and a salt. */
    MD5,
    /** SCRAM-SHA-256, with or without channel binding. */
    SCRAM_SHA_256,
    /** Kerberos through GSSAPI. Can be named, is not spoken. */
    GSS,
    /** Windows SSPI. Can be named, is not spoken. */
    SSPI,
    /** A bearer token. Can be named, is not spoken. */
    OAUTH;

    /** Whether Momoko can answer such a request. */
    public boolean supported() {
        return compareTo(GSS) < 0;
    }
}
