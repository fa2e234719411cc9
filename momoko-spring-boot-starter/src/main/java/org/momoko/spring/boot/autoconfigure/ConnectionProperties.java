package org.momoko.spring.boot.autoconfigure;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The tree of keys that the default pool and each named pool have; {@link MomokoProperties} tells what each means. */
interface ConnectionProperties {

    @Nullable
    String url();

    @Nullable
    String host();

    @Nullable
    Integer port();

    @Nullable
    String database();

    @Nullable
    String username();

    @Nullable
    String password();

    @Nullable
    String applicationName();

    @Nullable
    Duration connectTimeout();

    MomokoProperties.Ssl ssl();

    PoolProperties pool();
}
