package org.momoko.internal.transport;

/** How far the way to a host has come, in the order of the constants; a phase is left by success only. */
enum ConnectPhase {
    LOOKING_UP("looking up the address"),
    ASKING_CREDENTIALS("waiting for the credentials source"),
    CONNECTING("connecting"),
    NEGOTIATING_TLS("negotiating TLS"),
    AUTHENTICATING("authenticating"),
    CHECKING_ROLE("checking target_session_attrs"),
    SETTING_UP("setting the session up");

    private final String words;

    ConnectPhase(String words) {
        this.words = words;
    }

    /** For messages: what was being done. */
    String words() {
        return words;
    }
}
