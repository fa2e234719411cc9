package org.momoko.internal.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * A buffer that one channel uses again and again, so that small messages ask the allocator, and Netty's leak detector,
 * for nothing. Whoever takes it releases it as any other; it is handed out again when nobody else holds it. Large ones are
 * not kept, so that an idle connection holds little memory. On the event loop of the channel only.
 */
final class KeptBuffer {
    /** What is larger goes back to the allocator. */
    private static final int MOST_KEPT_BYTES = 16 * 1024;

    private @Nullable ByteBuf kept;
    private boolean closed;

    /** Lasts as long as the channel. */
    KeptBuffer(Channel channel) {
        channel.closeFuture().addListener(done -> {
            closed = true;
            drop();
        });
    }

    /** An empty buffer with this capacity or more. */
    ByteBuf take(ByteBufAllocator allocator, int capacity) {
        ByteBuf own = kept;
        if (own != null && own.refCnt() == 1) {
            if (own.capacity() >= capacity && own.capacity() <= MOST_KEPT_BYTES) {
                return own.clear().retain();
            }
            drop();
            own = null;
        }
        ByteBuf fresh = allocator.ioBuffer(capacity);
        if (own == null && !closed && capacity <= MOST_KEPT_BYTES) {
            kept = fresh.retain();
        }
        return fresh;
    }

    private void drop() {
        ByteBuf own = kept;
        if (own != null) {
            kept = null;
            own.release();
        }
    }
}
