package org.momoko.spring.boot.autoconfigure;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.momoko.api.Pool;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * What a native image has to be told: the pool that beans hold is a dynamic proxy, and Netty makes its channels by
 * reflection. Properties and the answers of the endpoint are found by Spring Boot itself.
 */
final class MomokoRuntimeHints implements RuntimeHintsRegistrar {
    private static final List<String> CHANNELS = List.of(
            "io.netty.channel.socket.nio.NioSocketChannel",
            "io.netty.channel.socket.nio.NioDomainSocketChannel",
            "io.netty.channel.epoll.EpollSocketChannel",
            "io.netty.channel.epoll.EpollDomainSocketChannel");

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        hints.proxies().registerJdkProxy(Pool.class);
        for (String channel : CHANNELS) {
            hints.reflection().registerTypeIfPresent(classLoader, channel, MemberCategory.INVOKE_DECLARED_CONSTRUCTORS);
        }
    }
}
