package org.momoko.spring.boot.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.momoko.config.ChannelBinding;
import org.momoko.config.LoadBalanceHosts;
import org.momoko.config.TargetSessionAttrs;

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

    @Nullable
    String hostAddress();

    @Nullable
    String service();

    @Nullable
    String passwordFile();

    Map<String, String> options();

    @Nullable
    TargetSessionAttrs targetSessionAttrs();

    @Nullable
    LoadBalanceHosts loadBalanceHosts();

    @Nullable
    ChannelBinding channelBinding();

    @Nullable
    List<String> requireAuth();

    @Nullable
    String minProtocolVersion();

    @Nullable
    String maxProtocolVersion();

    MomokoProperties.KeepAlive keepAlive();

    MomokoProperties.Ssl ssl();

    PoolProperties pool();
}
