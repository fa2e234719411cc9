package org.momoko.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledHeapByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.momoko.api.CursorFactory;
import org.momoko.config.ConnectConfig;
import org.momoko.config.HostSpec;
import org.momoko.config.KeepAlive;
import org.momoko.config.PoolConfig;
import org.momoko.config.QueryMode;
import org.momoko.internal.session.Session;
import org.momoko.internal.session.SessionContext;
import org.momoko.internal.session.SessionListener;
import org.momoko.internal.session.SessionState;

class SessionHandlerTests {
    private final EventLoops loops = new EventLoops("handler", 1);

    @AfterEach
    void endLoops() {
        loops.shutdown();
    }

    /** Received bytes that cannot be read for want of memory. */
    private static ByteBuf unreadable() {
        ByteBuf bytes = new UnpooledHeapByteBuf(UnpooledByteBufAllocator.DEFAULT, 16, 16) {
            @Override
            public int getInt(int index) {
                throw new OutOfMemoryError("no heap");
            }
        };
        return bytes.writeZero(16);
    }

    @Test
    void errorWhileReadingEndsTheSessionAndReleasesTheBytes() {
        KeepAlive keepAlive = ConnectConfig.builder()
                .host("nowhere")
                .user("app")
                .database("app")
                .build()
                .keepAlive();
        HostSpec host = new HostSpec("nowhere", null, 5432);
        EmbeddedChannel channel = new EmbeddedChannel();
        Endpoint endpoint = new Endpoint(loops.transport(), host, channel.remoteAddress(), keepAlive, null);
        Session session = new Session(
                new SessionContext(PoolConfig.builder().build(), QueryMode.AUTO, null, CursorFactory.rows()),
                new ChannelOutbound(channel, endpoint, loops, 1),
                new SessionListener() {});
        channel.pipeline().addLast(new SessionHandler(session));
        ByteBuf bytes = unreadable();

        channel.writeInbound(bytes);

        assertThat(bytes.refCnt()).isZero();
        assertThat(session.state()).isEqualTo(SessionState.CLOSED);
        assertThat(channel.isOpen()).isFalse();
    }
}
