package org.momoko.internal.wire;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledHeapByteBuf;

/** A buffer that pretends to be almost 2 GiB long; only its first bytes can be written. */
final class HugeBuffer extends UnpooledHeapByteBuf {
    HugeBuffer() {
        super(UnpooledByteBufAllocator.DEFAULT, 64, Integer.MAX_VALUE);
    }

    @Override
    public int capacity() {
        return Integer.MAX_VALUE;
    }
}
