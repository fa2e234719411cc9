package org.momoko.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.RecvByteBufAllocator.ExtendedHandle;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeptBufferTests {
    private final Channel channel = new EmbeddedChannel();
    private final KeptBuffer buffer = new KeptBuffer(channel);

    @AfterEach
    void close() {
        channel.close();
    }

    private ByteBuf take(int capacity) {
        return buffer.take(channel.alloc(), capacity);
    }

    @Test
    void sameOneAgainAndEmptyOnceItWasReleased() {
        ByteBuf first = take(512);
        first.writeLong(1);
        first.release();

        ByteBuf second = take(256);

        assertThat(second).isSameAs(first);
        assertThat(second.readableBytes()).isZero();
        assertThat(second.capacity()).isGreaterThanOrEqualTo(512);
        second.release();
    }

    @Test
    void anotherOneWhileSomebodyHoldsIt() {
        ByteBuf held = take(512);
        held.writeLong(1);

        ByteBuf other = take(512);
        other.writeLong(2);

        assertThat(other).isNotSameAs(held);
        assertThat(held.getLong(0)).isEqualTo(1);
        other.release();
        held.release();
    }

    @Test
    void largerOneInPlaceOfOneThatIsTooSmall() {
        ByteBuf small = take(512);
        small.release();

        ByteBuf large = take(4096);

        assertThat(large.capacity()).isGreaterThanOrEqualTo(4096);
        assertThat(small.refCnt()).as("the small one is given back").isZero();
        large.release();
        assertThat(large.refCnt()).as("the larger one is kept").isEqualTo(1);
    }

    @Test
    void largeOnesAreNotKept() {
        ByteBuf large = take(64 * 1024);
        large.release();

        assertThat(large.refCnt()).isZero();
    }

    @Test
    void oneThatHasGrownLargeIsGivenBack() {
        ByteBuf grown = take(512);
        grown.writeZero(64 * 1024);
        grown.release();

        ByteBuf next = take(512);

        assertThat(next).isNotSameAs(grown);
        assertThat(grown.refCnt()).isZero();
        next.release();
    }

    @Test
    void endsWithTheChannelAndNothingIsKeptAfterwards() {
        ByteBuf first = take(512);
        first.release();
        channel.close();
        assertThat(first.refCnt()).isZero();

        ByteBuf late = take(512);
        late.release();

        assertThat(late.refCnt()).isZero();
    }

    @Test
    void channelReadsIntoOneBuffer() {
        EmbeddedChannel reading = new EmbeddedChannel(new KeptReceiveBuffer());
        ExtendedHandle handle =
                (ExtendedHandle) reading.config().getRecvByteBufAllocator().newHandle();
        handle.reset(reading.config());

        ByteBuf first = handle.allocate(reading.alloc());
        first.release();
        ByteBuf second = handle.allocate(reading.alloc());
        ByteBuf third = handle.allocate(reading.alloc());

        assertThat(second).isSameAs(first);
        assertThat(third).isNotSameAs(second);
        second.release();
        third.release();
        reading.close();
        assertThat(first.refCnt()).isZero();
    }
}
