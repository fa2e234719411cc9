package org.momoko.internal.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.momoko.testing.Await;

/** Passes connections on to a server and keeps what clients sent, and what the server answered. */
final class TracingRelay implements AutoCloseable {
    private final ServerSocket listener;
    private final @Nullable InetSocketAddress target;
    private final List<Socket> sockets = new ArrayList<>();
    private final List<ByteArrayOutputStream> sent = new ArrayList<>();
    private final ByteArrayOutputStream answered = new ByteArrayOutputStream();

    private TracingRelay(@Nullable InetSocketAddress target) {
        this.target = target;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    static TracingRelay to(InetSocketAddress target) {
        return new TracingRelay(target);
    }

    /** Reads, and never answers. */
    static TracingRelay toNowhere() {
        return new TracingRelay(null);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** What came on each connection, oldest first, in hexadecimal. */
    synchronized List<String> firstBytes() {
        return sent.stream()
                .map(bytes -> HexFormat.of().formatHex(bytes.toByteArray()))
                .toList();
    }

    /** What came on the first connection, once something has; one character for each byte. */
    String firstText() {
        Await.until(
                "bytes received",
                () -> !firstBytes().isEmpty() && !firstBytes().get(0).isEmpty());
        synchronized (this) {
            return sent.get(0).toString(StandardCharsets.ISO_8859_1);
        }
    }

    /** What the server has answered since this was last asked, on all connections together. */
    synchronized byte[] takeAnswers() {
        byte[] bytes = answered.toByteArray();
        answered.reset();
        return bytes;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Socket server = target == null ? null : new Socket(target.getAddress(), target.getPort());
                ByteArrayOutputStream trace = new ByteArrayOutputStream();
                synchronized (this) {
                    sockets.add(client);
                    sent.add(trace);
                    if (server != null) {
                        sockets.add(server);
                    }
                }
                daemon(() -> copy(client, server, trace));
                if (server != null) {
                    daemon(() -> copy(server, client, answered));
                }
            }
        } catch (IOException closed) {
            // the end of the test
        }
    }

    private void copy(Socket from, @Nullable Socket to, @Nullable ByteArrayOutputStream trace) {
        byte[] buffer = new byte[8192];
        try (from) {
            InputStream in = from.getInputStream();
            OutputStream out = to == null ? OutputStream.nullOutputStream() : to.getOutputStream();
            for (int count; (count = in.read(buffer)) >= 0; ) {
                if (trace != null) {
                    synchronized (this) {
                        trace.write(buffer, 0, count);
                    }
                }
                out.write(buffer, 0, count);
            }
            if (to != null) {
                to.close();
            }
        } catch (IOException closed) {
            // either side may go
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "tracing-relay");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        List<Socket> open;
        synchronized (this) {
            open = List.copyOf(sockets);
        }
        try {
            listener.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
