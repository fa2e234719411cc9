package org.momoko.internal.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;
import org.momoko.internal.protocol.FrameHeader;
import org.momoko.internal.session.Session;
import org.momoko.internal.session.SessionState;

/**
 * Cuts what arrives into messages and hands them to the session, in place. What is left of an incomplete message stays in
 * one buffer that grows with the bytes received, never with the length announced.
 */
final class SessionHandler extends ChannelInboundHandlerAdapter {
    /**
     * The largest body of a message while the server has not proved who it is; libpq has 30 000 there
     * ({@code MAX_ERRLEN} of {@code src/interfaces/libpq/fe-connect.c}).
     */
    private static final int MAX_STARTUP_BODY_BYTES = 64 * 1024;

    private final Session session;
    private @Nullable ByteBuf incomplete;
    private boolean reading;
    private @Nullable Throwable failure;
    private int maxBodyBytes = MAX_STARTUP_BODY_BYTES;

    SessionHandler(Session session) {
        this.session = session;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (failure != null) {
            ((ByteBuf) message).release();
            return;
        }
        if (!reading) {
            reading = true;
            session.readBegins();
        }
        ByteBuf bytes = append((ByteBuf) message);
        try {
            decode(bytes);
        } catch (Throwable e) {
            // an Error as well: the bytes must be released
            bytes.skipBytes(bytes.readableBytes());
            failure = e;
            session.shutDown(e);
        }
        if (bytes.isReadable()) {
            incomplete = bytes;
        } else {
            bytes.release();
        }
    }

    /** The bytes that are left and those that came, in one buffer. */
    private ByteBuf append(ByteBuf received) {
        ByteBuf left = incomplete;
        if (left == null) {
            return received;
        }
        incomplete = null;
        try {
            if (left.refCnt() == 1 && received.readableBytes() <= left.writableBytes()) {
                return left.writeBytes(received);
            }
            int needed = left.readableBytes() + received.readableBytes();
            ByteBuf larger = left.alloc().ioBuffer(Math.max(needed, 2 * left.readableBytes()));
            larger.writeBytes(left).writeBytes(received);
            left.release();
            return larger;
        } finally {
            received.release();
        }
    }

    private void decode(ByteBuf bytes) {
        int index = bytes.readerIndex();
        for (int size; (size = FrameHeader.messageBytes(bytes, index, maxBodyBytes)) >= 0; ) {
            session.message(bytes.getByte(index), bytes, index + FrameHeader.BYTES, size - FrameHeader.BYTES);
            index += size;
            if (maxBodyBytes == MAX_STARTUP_BODY_BYTES && session.state() != SessionState.STARTING) {
                maxBodyBytes = FrameHeader.MAX_BODY_BYTES;
            }
        }
        bytes.readerIndex(index);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (reading) {
            reading = false;
            session.readEnds();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        session.writabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        release();
        session.disconnected(failure);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        release();
    }

    private void release() {
        ByteBuf left = incomplete;
        if (left != null) {
            incomplete = null;
            left.release();
        }
    }

    /** A failed read, write or TLS record: the connection is of no more use. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
        context.close();
    }
}
