package org.momoko.internal.transport;

import io.netty.handler.ssl.SslContext;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.momoko.config.ConnectConfig;
import org.momoko.config.TlsMaterial;
import org.momoko.error.OperationalException;

/**
 * Keeps the TLS context that a configuration asks for: made once, or, where the user gives the material, again whenever
 * that is another. Reading files, and asking the user, never happens on an event loop.
 */
final class TlsContexts {
    private final TlsContextFactory factory;
    private final @Nullable Supplier<TlsMaterial> source;
    private final Executor worker;
    private @Nullable CompletableFuture<SslContext> context;
    private @Nullable Made latest;

    TlsContexts(ConnectConfig config, Executor worker) {
        this.factory = new TlsContextFactory(config.tls());
        this.source = config.tlsMaterial();
        this.worker = worker;
    }

    /** The context; after a failure it is made again at the next call, since files may have been mended. */
    CompletableFuture<SslContext> get() {
        Supplier<TlsMaterial> asked = source;
        return asked == null ? ofFiles() : ofMaterial(asked);
    }

    private synchronized CompletableFuture<SslContext> ofFiles() {
        CompletableFuture<SslContext> made = context;
        if (made == null || made.isCompletedExceptionally()) {
            made = CompletableFuture.supplyAsync(() -> factory.create(null), worker);
            context = made;
        }
        return made;
    }

    private CompletableFuture<SslContext> ofMaterial(Supplier<TlsMaterial> asked) {
        try {
            return CompletableFuture.supplyAsync(() -> of(asked), worker);
        } catch (RejectedExecutionException closing) {
            // what a pool still has to cancel is cancelled in the way it was begun
            Made made = kept();
            if (made == null) {
                throw closing;
            }
            return CompletableFuture.completedFuture(made.context);
        }
    }

    private SslContext of(Supplier<TlsMaterial> asked) {
        TlsMaterial material = ask(asked);
        Made made = kept();
        if (made == null || !made.material.equals(material)) {
            made = new Made(material, factory.create(material));
            keep(made);
        }
        return made.context;
    }

    private static TlsMaterial ask(Supplier<TlsMaterial> asked) {
        TlsMaterial material;
        try {
            material = asked.get();
        } catch (RuntimeException e) {
            throw new OperationalException("TLS cannot be set up: its material could not be had: " + e.getMessage(), e);
        }
        if (material == null) {
            throw new OperationalException("TLS cannot be set up: there is no material");
        }
        return material;
    }

    private synchronized @Nullable Made kept() {
        return latest;
    }

    private synchronized void keep(Made made) {
        latest = made;
    }

    private record Made(TlsMaterial material, SslContext context) {}
}
