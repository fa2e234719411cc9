package org.momoko.internal.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator.DelegatingHandle;
import io.netty.channel.RecvByteBufAllocator.ExtendedHandle;
import io.netty.util.UncheckedBooleanSupplier;

/** Has a channel read into a {@link KeptBuffer}; how much it reads at once is for Netty's own allocator to say. */
final class KeptReceiveBuffer extends ChannelInitializer<Channel> {

    @Override
    protected void initChannel(Channel channel) {
        RecvByteBufAllocator sizing = channel.config().getRecvByteBufAllocator();
        KeptBuffer buffer = new KeptBuffer(channel);
        channel.config().setRecvByteBufAllocator(() -> new Handle((ExtendedHandle) sizing.newHandle(), buffer));
    }

    private static final class Handle extends DelegatingHandle implements ExtendedHandle {
        private final ExtendedHandle sizing;
        private final KeptBuffer buffer;

        Handle(ExtendedHandle sizing, KeptBuffer buffer) {
            super(sizing);
            this.sizing = sizing;
            this.buffer = buffer;
        }

        @Override
        public ByteBuf allocate(ByteBufAllocator allocator) {
            return buffer.take(allocator, guess());
        }

        @Override
        public boolean continueReading(UncheckedBooleanSupplier maybeMoreData) {
            return sizing.continueReading(maybeMoreData);
        }
    }
}
