package org.momoko.internal.auth;

/**
 * What the server's first message asks to derive keys from; already checked against the cap.
 *
 * @param salt not empty
 * @param iterations from 1 to the cap
 */
@SuppressWarnings("ArrayRecordComponent") // handed on once and compared by nobody
public record ScramChallenge(byte[] salt, int iterations) {}
