package org.momoko.internal.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.momoko.config.HostSpec;
import org.momoko.internal.protocol.BackendKeyData;
import org.momoko.internal.session.Outbound;

/** A session's view of its channel. */
final class ChannelOutbound implements Outbound {
    private static final int INITIAL_CAPACITY = 512;

    private final Channel channel;
    private final Endpoint endpoint;
    private final EventLoops loops;
    private final long errandNanos;
    private final KeptBuffer buffer;

    /**
     * @param endpoint where the channel goes, for the errands on sockets of their own
     * @param loops which have to last until a cancel request is through
     * @param errandNanos how long such an errand may take
     */
    ChannelOutbound(Channel channel, Endpoint endpoint, EventLoops loops, long errandNanos) {
        this.channel = channel;
        this.endpoint = endpoint;
        this.loops = loops;
        this.errandNanos = errandNanos;
        this.buffer = new KeptBuffer(channel);
    }

    @Override
    public boolean inLoop() {
        return channel.eventLoop().inEventLoop();
    }

    @Override
    public void execute(Runnable task) {
        channel.eventLoop().execute(task);
    }

    @Override
    public Cancellable schedule(long delayNanos, Runnable task) {
        var scheduled = channel.eventLoop().schedule(task, delayNanos, TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    }

    @Override
    public ByteBuf allocate() {
        return buffer.take(channel.alloc(), INITIAL_CAPACITY);
    }

    @Override
    public boolean writable() {
        return channel.isWritable();
    }

    @Override
    public void reading(boolean on) {
        channel.config().setAutoRead(on);
    }

    @Override
    public void write(ByteBuf bytes) {
        channel.writeAndFlush(bytes, channel.voidPromise());
    }

    @Override
    public void close() {
        channel.close();
    }

    @Override
    public CompletionStage<@Nullable Void> cancel(BackendKeyData key) {
        CompletableFuture<@Nullable Void> request = endpoint.cancel(channel.eventLoop(), key, errandNanos);
        loops.finishFirst(request);
        return request;
    }

    @Override
    public CompletionStage<@Nullable Void> probe() {
        return endpoint.probe(channel.eventLoop(), errandNanos);
    }

    @Override
    public HostSpec host() {
        return endpoint.host();
    }
}
