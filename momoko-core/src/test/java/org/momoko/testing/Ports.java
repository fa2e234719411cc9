package org.momoko.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Picks ports for servers that stop and start again on the same port. */
final class Ports {

    /**
     * Below the ranges from which Linux (32768 up) and macOS (49152 up) take the ports of outgoing connections: there a client could
     * take the port while its server is stopped, or even connect to itself.
     */
    private static final int FIRST = 20_000;

    private static final int END = 32_768;
    private static final int ATTEMPTS = 200;

    private Ports() {}

    /** A port of the loopback address on which nothing listens now. */
    static int unused() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, END);
            try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return probe.getLocalPort();
            } catch (IOException taken) {
                // somebody listens there: try another one
            }
        }
        throw new IllegalStateException("no unused port found between " + FIRST + " and " + END);
    }
}
