package org.momoko.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass(name = "unix socket: {0}")
@ValueSource(booleans = {false, true})
class TcpProxyTests {

    private static final Duration MOMENT = Duration.ofMillis(100);

    @Parameter
    boolean unix;

    private EchoServer server;
    private TcpProxy proxy;

    @BeforeEach
    void open() throws IOException {
        server = new EchoServer(unix);
        proxy = unix ? TcpProxy.onUnixSocket(server.address()) : TcpProxy.onTcp(server.address());
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        server.close();
    }

    @Test
    void refusesUntilStartedAndAfterStop() throws IOException {
        assertThatThrownBy(this::connect).isInstanceOf(IOException.class);
        proxy.start();
        try (SocketChannel client = connect()) {
            assertThat(echo(client, "one")).isEqualTo("one");
            proxy.stop();
            assertThatThrownBy(this::connect).isInstanceOf(unix ? IOException.class : ConnectException.class);
            assertThat(echo(client, "still here")).isEqualTo("still here");
            proxy.start();
            try (SocketChannel second = connect()) {
                assertThat(echo(second, "two")).isEqualTo("two");
                assertThat(proxy.live()).isEqualTo(2);
            }
        }
        Await.until("connections gone", () -> proxy.live() == 0);
        assertThat(proxy.connections()).isEqualTo(2);
    }

    @Test
    void namesItselfForADsn() {
        assertThat(proxy.dsn()).isEqualTo("host=" + proxy.host() + " port=" + proxy.port());
        if (unix) {
            Path socket = ((UnixDomainSocketAddress) proxy.address()).getPath();
            assertThat(socket.toString()).isEqualTo(proxy.host() + "/.s.PGSQL.5432");
            proxy.close();
            assertThat(Files.exists(Path.of(proxy.host()))).isFalse();
        }
    }

    @Test
    void cutAllResetsBothSidesAndLetsNewOnesIn() throws IOException {
        proxy.start();
        try (SocketChannel client = connect()) {
            echo(client, "x");
            proxy.cutAll();
            if (unix) {
                assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
            } else {
                assertThatThrownBy(() -> client.read(ByteBuffer.allocate(1))).hasMessageContaining("reset");
            }
            assertThat(proxy.live()).isZero();
            Await.until("server saw the cut", () -> server.live() == 0);
        }
        try (SocketChannel client = connect()) {
            assertThat(echo(client, "again")).isEqualTo("again");
        }
    }

    @Test
    void pauseStallsBothWaysUntilResume() throws Exception {
        proxy.start();
        try (SocketChannel client = connect()) {
            echo(client, "x");
            long before = server.receivedBytes();
            proxy.pause();
            CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> echoUnchecked(client, "later"));
            try (SocketChannel second = connect()) {
                Await.until("accepted though paused", () -> proxy.connections() == 2);
                assertThat(Await.holdsWithin(MOMENT, answer::isDone)).isFalse();
                assertThat(server.receivedBytes()).isEqualTo(before);
                proxy.resume();
                assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo("later");
                assertThat(echo(second, "me too")).isEqualTo("me too");
            }
        }
    }

    @Test
    void pauseHidesThatTheServerClosed() throws Exception {
        proxy.start();
        try (SocketChannel client = connect()) {
            echo(client, "x");
            proxy.pause();
            server.closeConnections();
            CompletableFuture<String> read = CompletableFuture.supplyAsync(() -> readUnchecked(client, 1));
            assertThat(Await.holdsWithin(MOMENT, read::isDone)).isFalse();
            proxy.resume();
            assertThat(read.get(10, TimeUnit.SECONDS)).isEmpty();
        }
    }

    @Test
    void droppedAnswersReachNobodyThoughTheServerGotTheQuestion() throws Exception {
        proxy.start();
        try (SocketChannel client = connect()) {
            echo(client, "x");
            proxy.dropServerBytes();
            CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> echoUnchecked(client, "lost"));
            Await.until("server got it", () -> server.receivedBytes() == 5);
            assertThat(Await.holdsWithin(MOMENT, answer::isDone)).isFalse();
            proxy.cutAll();
            Await.until("client saw the cut", answer::isDone);
        }
    }

    @Test
    void cutsAfterExactlyTheseBytes() throws IOException {
        proxy.start();
        try (SocketChannel client = connect()) {
            echo(client, "x");
            proxy.cutAfterBytesToClient(5);
            assertThat(echo(client, "abc")).isEqualTo("abc");
            client.write(ByteBuffer.wrap("defgh".getBytes(StandardCharsets.UTF_8)));
            assertThat(readUnchecked(client, 5)).isEqualTo("de");
        }
        try (SocketChannel client = connect()) {
            assertThat(echo(client, "only once")).isEqualTo("only once");
        }
    }

    @Test
    void delaysResponses() throws IOException {
        proxy.start();
        try (SocketChannel client = connect()) {
            proxy.delayResponses(Duration.ofMillis(60));
            long start = System.nanoTime();
            assertThat(echo(client, "slow")).isEqualTo("slow");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(60));
        }
    }

    @Test
    void acceptsOnlySoMany() throws IOException {
        proxy.acceptOnly(1);
        proxy.start();
        try (SocketChannel first = connect()) {
            echo(first, "x");
            try (SocketChannel second = connect()) {
                assertThat(readUnchecked(second, 1)).isEmpty();
            }
            assertThat(echo(first, "fine")).isEqualTo("fine");
        }
        assertThat(proxy.connections()).isEqualTo(2);
    }

    @Test
    void targetThatIsNotThereEndsTheConnection() throws IOException {
        server.close();
        proxy.start();
        try (SocketChannel client = connect()) {
            assertThat(readUnchecked(client, 1)).isEmpty();
        }
    }

    private SocketChannel connect() throws IOException {
        return SocketChannel.open(proxy.address());
    }

    private static String echo(SocketChannel client, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        client.write(ByteBuffer.wrap(bytes));
        return readUnchecked(client, bytes.length);
    }

    private static String echoUnchecked(SocketChannel client, String text) {
        try {
            return echo(client, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads so many bytes, fewer if the stream ends or breaks before. */
    private static String readUnchecked(SocketChannel client, int bytes) {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        try {
            while (buffer.hasRemaining() && client.read(buffer) >= 0) {
                // until full or ended
            }
        } catch (IOException broken) {
            // what came before counts
        }
        return new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
    }
}
