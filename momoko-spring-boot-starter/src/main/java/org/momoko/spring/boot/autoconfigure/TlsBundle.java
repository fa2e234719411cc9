package org.momoko.spring.boot.autoconfigure;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.momoko.config.SslMode;
import org.momoko.config.TlsMaterial;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.StringUtils;

/**
 * The SSL bundle of a pool. Asked at each connect, it gives what the bundle holds then; the managers are made anew only for
 * another bundle.
 */
final class TlsBundle {
    private final Supplier<SslBundle> current;
    private final Consumer<Runnable> updates;
    private @Nullable SslBundle latest;
    private @Nullable TlsMaterial material;

    private TlsBundle(Supplier<SslBundle> current, Consumer<Runnable> updates) {
        this.current = current;
        this.updates = updates;
    }

    /**
     * The bundle of the connection details, which replaces whatever keys say of TLS but the mode, or else the one that the
     * properties name; null for none.
     *
     * @param bundles null if the application has none
     * @throws RuntimeException an exception that Spring Boot knows how to explain, if there is no bundle of that name, or
     *     keys name files beside it
     */
    static @Nullable TlsBundle of(
            MomokoConnectionDetails details,
            ConnectionProperties properties,
            @Nullable SslBundles bundles,
            PropertyErrors errors) {
        SslBundle given = details.getSslBundle();
        if (given != null) {
            return new TlsBundle(() -> given, handler -> {});
        }
        String name = properties.ssl().bundle();
        if (name == null || !StringUtils.hasText(name)) {
            return null;
        }
        errors.checkNoTlsFiles(properties, details);
        try {
            if (bundles != null) {
                bundles.getBundle(name);
                return new TlsBundle(
                        () -> bundles.getBundle(name),
                        handler -> bundles.addBundleUpdateHandler(name, updated -> handler.run()));
            }
        } catch (NoSuchSslBundleException e) {
            // told below
        }
        throw errors.invalid(
                "ssl.bundle",
                name,
                "is not an SSL bundle; there are " + (bundles == null ? List.of() : bundles.getBundleNames())
                        + " below spring.ssl.bundle");
    }

    /** Runs a task whenever the files of the bundle have changed. */
    void onUpdate(Runnable task) {
        updates.accept(task);
    }

    /** What the bundle holds now. */
    synchronized TlsMaterial material() {
        SslBundle bundle = current.get();
        TlsMaterial known = material;
        if (known == null || bundle != latest) {
            known = new TlsMaterial(
                    bundle.getManagers().getKeyManagerFactory(),
                    bundle.getManagers().getTrustManagerFactory(),
                    list(bundle.getOptions().getEnabledProtocols()),
                    list(bundle.getOptions().getCiphers()));
            latest = bundle;
            material = known;
        }
        return known;
    }

    private static List<String> list(String @Nullable [] items) {
        return items == null ? List.of() : Arrays.asList(items);
    }

    /**
     * How strictly TLS is used with a bundle: never less than always, which no file and no bundle could make safe.
     *
     * @param key the mode that the properties say; null for none
     * @param address the mode of the URL, or libpq's default
     */
    SslMode mode(@Nullable SslMode key, SslMode address, PropertyErrors errors) {
        SslMode said = key == null ? address : key;
        if (said.compareTo(SslMode.REQUIRE) >= 0) {
            return said;
        }
        if (key == null && address == SslMode.PREFER) {
            return SslMode.VERIFY_FULL;
        }
        throw errors.invalid(
                "ssl.mode", said, "must be require, verify-ca or verify-full with " + errors.key("ssl.bundle"));
    }
}
