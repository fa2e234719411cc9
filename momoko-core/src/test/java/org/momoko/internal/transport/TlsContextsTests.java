package org.momoko.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.ssl.SslContext;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.momoko.config.ConnectConfig;
import org.momoko.config.TlsMaterial;

class TlsContextsTests {
    private static final TlsMaterial PLAIN = TlsMaterial.of(null, null);
    private static final TlsMaterial NEWER = new TlsMaterial(null, null, List.of("TLSv1.3"), List.of());

    private final AtomicReference<TlsMaterial> current = new AtomicReference<>(PLAIN);
    private final AtomicBoolean closed = new AtomicBoolean();
    private final TlsContexts contexts = new TlsContexts(
            ConnectConfig.builder()
                    .host("localhost")
                    .user("app")
                    .tlsMaterial(current::get)
                    .build(),
            task -> {
                if (closed.get()) {
                    throw new RejectedExecutionException("closed");
                }
                task.run();
            });

    @Test
    void contextIsKeptUntilTheMaterialIsAnother() {
        SslContext first = contexts.get().join();
        current.set(TlsMaterial.of(null, null));
        assertThat(contexts.get().join()).isSameAs(first);
        current.set(NEWER);
        SslContext second = contexts.get().join();
        assertThat(second).isNotSameAs(first);
        assertThat(contexts.get().join()).isSameAs(second);
    }

    @Test
    void latestContextServesWhatAClosingPoolStillSends() {
        SslContext first = contexts.get().join();
        closed.set(true);
        assertThat(contexts.get().join()).isSameAs(first);
    }
}
