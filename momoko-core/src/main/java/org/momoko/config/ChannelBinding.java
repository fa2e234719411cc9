package org.momoko.config;

/** Whether SCRAM is tied to the TLS channel it runs in ({@code channel_binding}). */
public enum ChannelBinding {
    /** Never. */
    DISABLE,
    /** Where TLS is used and the server offers SCRAM-SHA-256-PLUS. The default. */
    PREFER,
    /** The connection fails unless SCRAM-SHA-256-PLUS has been completed. */
    REQUIRE
}
