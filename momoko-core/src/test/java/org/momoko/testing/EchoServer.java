package org.momoko.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Sends back what it gets; the far end of the tests of {@link TcpProxy}. */
final class EchoServer implements AutoCloseable {

    private final ServerSocketChannel listener;
    private final SocketAddress address;
    private final @Nullable Path directory;
    private final Set<SocketChannel> live = ConcurrentHashMap.newKeySet();
    private final AtomicLong received = new AtomicLong();

    EchoServer(boolean unix) throws IOException {
        directory = unix ? TempDirectory.create("mkec") : null;
        listener = ServerSocketChannel.open(unix ? StandardProtocolFamily.UNIX : StandardProtocolFamily.INET);
        listener.bind(
                directory == null
                        ? new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)
                        : UnixDomainSocketAddress.of(directory.resolve("echo")));
        address = listener.getLocalAddress();
        Daemon.start("echo-server", this::accept);
    }

    SocketAddress address() {
        return address;
    }

    int live() {
        return live.size();
    }

    long receivedBytes() {
        return received.get();
    }

    void closeConnections() throws IOException {
        for (SocketChannel channel : live) {
            channel.close();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        closeConnections();
        if (directory != null) {
            TempDirectory.delete(directory);
        }
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel channel = listener.accept();
                live.add(channel);
                Daemon.start("echo-server", () -> echo(channel));
            }
        } catch (IOException closed) {
            // the end of a test
        }
    }

    private void echo(SocketChannel channel) {
        ByteBuffer buffer = ByteBuffer.allocate(1024);
        try (channel) {
            while (channel.read(buffer.clear()) >= 0) {
                received.addAndGet(buffer.flip().remaining());
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
            }
        } catch (IOException cut) {
            // that is what the tests do
        }
        live.remove(channel);
    }
}
