package org.momoko.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.socket.nio.NioChannelOption;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.momoko.config.ConnectConfig;
import org.momoko.config.HostSpec;
import org.momoko.error.InterfaceException;
import org.momoko.testing.Contract;
import org.momoko.testing.Invariants;

class TransportTests {

    @RegisterExtension
    static final Invariants invariants = new Invariants();

    @AfterEach
    void forgetTransport() {
        System.clearProperty(Transport.PROPERTY);
    }

    @Test
    void nativeTransportIsTakenWhereItRuns() {
        assertThat(Transport.choose().name()).isEqualTo(Natives.EPOLL == null ? "nio" : "epoll");
    }

    @Test
    void unknownTransportIsRefused() {
        System.setProperty(Transport.PROPERTY, "kqueue");
        assertThatThrownBy(Transport::choose)
                .isInstanceOf(InterfaceException.class)
                .hasMessage("momoko.transport: expected nio or epoll, found kqueue");
    }

    @Test
    @Contract("3.7 keepalives")
    void keepaliveOfTheConfigurationIsThatOfTheSocket() throws IOException {
        String settings = "keepalives_idle=41 keepalives_interval=7 keepalives_count=5 tcp_user_timeout=12345";
        try (Opened nio = new Opened("nio", settings)) {
            assertThat(nio.channel.config().getOption(ChannelOption.SO_KEEPALIVE))
                    .isTrue();
            assertThat(nio.channel.config().getOption(ChannelOption.TCP_NODELAY))
                    .isTrue();
            assertThat(nio.channel.config().getOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE)))
                    .isEqualTo(41);
            assertThat(nio.channel.config().getOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL)))
                    .isEqualTo(7);
            assertThat(nio.channel.config().getOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT)))
                    .isEqualTo(5);
        }
        assumeTrue(Natives.EPOLL != null, "epoll does not run here");
        try (Opened epoll = new Opened("epoll", settings)) {
            assertThat(epoll.channel.config().getOption(ChannelOption.SO_KEEPALIVE))
                    .isTrue();
            assertThat(epoll.channel.config().getOption(ChannelOption.TCP_NODELAY))
                    .isTrue();
            assertThat(epoll.channel.config().getOption(EpollChannelOption.TCP_KEEPIDLE))
                    .isEqualTo(41);
            assertThat(epoll.channel.config().getOption(EpollChannelOption.TCP_KEEPINTVL))
                    .isEqualTo(7);
            assertThat(epoll.channel.config().getOption(EpollChannelOption.TCP_KEEPCNT))
                    .isEqualTo(5);
            assertThat(epoll.channel.config().getOption(EpollChannelOption.TCP_USER_TIMEOUT))
                    .isEqualTo(12345);
        }
    }

    @Test
    @Contract("3.7 keepalives")
    void keepaliveCanBeSwitchedOff() throws IOException {
        try (Opened nio = new Opened("nio", "keepalives=0")) {
            assertThat(nio.channel.config().getOption(ChannelOption.SO_KEEPALIVE))
                    .isFalse();
        }
    }

    @Test
    void abstractSocketNameBeginsWithAZeroByteWhereItIsSpoken() {
        assertThatThrownBy(() -> NioTransport.INSTANCE.unixAddress("@x/.s.PGSQL.5432"))
                .isInstanceOf(IllegalArgumentException.class);
        assumeTrue(Natives.EPOLL != null, "epoll does not run here");
        assertThat(new EpollTransport().unixAddress("@x/.s.PGSQL.5432")).hasToString("\0x/.s.PGSQL.5432");
    }

    /** A channel of one transport to a listener of its own. */
    private static final class Opened implements AutoCloseable {
        private final ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        private final EventLoops loops;
        final Channel channel;

        Opened(String transport, String settings) throws IOException {
            System.setProperty(Transport.PROPERTY, transport);
            loops = new EventLoops("transport-test", 1);
            ConnectConfig config = ConnectConfig.parse("host=127.0.0.1 user=app " + settings);
            Endpoint endpoint = new Endpoint(
                    loops.transport(),
                    new HostSpec("127.0.0.1", null, listener.getLocalPort()),
                    new InetSocketAddress("127.0.0.1", listener.getLocalPort()),
                    config.keepAlive(),
                    null);
            channel = Connecting.get(endpoint.connect(loops.next(), opened -> {}));
        }

        @Override
        public void close() throws IOException {
            loops.shutdown();
            listener.close();
        }
    }
}
