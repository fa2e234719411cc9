package org.momoko.testing;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One connection through a {@link TcpProxy}: two sockets and a thread for each direction. */
final class ProxiedConnection {

    private static final int CHUNK_BYTES = 16 * 1024;

    private final SocketChannel client;
    private final SocketAddress target;
    private final ProxyRules rules;
    private final Consumer<ProxiedConnection> onEnd;
    private @Nullable SocketChannel server;
    private volatile boolean ended;

    ProxiedConnection(SocketChannel client, SocketAddress target, ProxyRules rules, Consumer<ProxiedConnection> onEnd) {
        this.client = client;
        this.target = target;
        this.rules = rules;
        this.onEnd = onEnd;
    }

    void open() {
        Daemon.start("proxy-to-server", this::connectAndForward);
    }

    private void connectAndForward() {
        try {
            SocketChannel connected = SocketChannel.open(target);
            if (!adopt(connected)) {
                connected.close();
                return;
            }
            Daemon.start("proxy-to-client", () -> forward(connected, client, true));
            forward(client, connected, false);
        } catch (IOException targetNotThere) {
            cut();
        }
    }

    private synchronized boolean adopt(SocketChannel connected) {
        if (ended) {
            return false;
        }
        server = connected;
        return true;
    }

    private void forward(SocketChannel from, SocketChannel to, boolean toClient) {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
        try {
            while (from.read(chunk.clear()) >= 0) {
                chunk.flip();
                if (!rules.awaitPassage(toClient, () -> ended)) {
                    return;
                }
                if (toClient && !passToClient(chunk)) {
                    return;
                }
                writeAll(chunk, to);
            }
            // the end of a stream waits behind a pause like any byte, and a proxy that drops hides it as well
            if (rules.awaitPassage(toClient, () -> ended) && !(toClient && rules.dropping())) {
                end();
            }
        } catch (IOException broken) {
            cutWhenPassable(toClient);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            cut();
        }
    }

    /** Empties the chunk if bytes are dropped; returns false if the connection was cut inside it. */
    private boolean passToClient(ByteBuffer chunk) throws IOException {
        if (rules.drops(chunk.remaining())) {
            chunk.limit(0);
            return true;
        }
        int before = rules.bytesBeforeCut(chunk.remaining());
        if (before < 0) {
            return true;
        }
        chunk.limit(before);
        writeAll(chunk, client);
        // an orderly end, because a reset could overtake the bytes that were to arrive
        end();
        return false;
    }

    private static void writeAll(ByteBuffer chunk, SocketChannel to) throws IOException {
        while (chunk.hasRemaining()) {
            to.write(chunk);
        }
    }

    private void cutWhenPassable(boolean toClient) {
        try {
            if (rules.awaitPassage(toClient, () -> ended) && !(toClient && rules.dropping())) {
                cut();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            cut();
        }
    }

    /** Closes both sides as their programs would: what was written before arrives. */
    void end() {
        close(false);
    }

    /** Resets both sides (RST; a Unix socket knows no reset and is closed). */
    void cut() {
        close(true);
    }

    private void close(boolean reset) {
        SocketChannel connected;
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            connected = server;
        }
        close(client, reset);
        if (connected != null) {
            close(connected, reset);
        }
        onEnd.accept(this);
        rules.wake();
    }

    static void close(SocketChannel channel, boolean reset) {
        try (channel) {
            if (reset && channel.supportedOptions().contains(StandardSocketOptions.SO_LINGER)) {
                // close(2) with a linger time of 0 sends RST instead of FIN
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
        } catch (IOException alreadyBroken) {
            // then there is nothing left to close
        }
    }
}
