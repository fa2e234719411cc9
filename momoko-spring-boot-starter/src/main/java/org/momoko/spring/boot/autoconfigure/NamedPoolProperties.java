package org.momoko.spring.boot.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.momoko.config.ChannelBinding;
import org.momoko.config.LoadBalanceHosts;
import org.momoko.config.TargetSessionAttrs;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties of a named pool: the same keys as for the default pool, with the same defaults, below
 * {@code momoko.pools.<name>}. Nothing is taken over from the default pool.
 *
 * @param url as {@link MomokoProperties#url}
 * @param host as {@link MomokoProperties#host}
 * @param port as {@link MomokoProperties#port}
 * @param database as {@link MomokoProperties#database}
 * @param username as {@link MomokoProperties#username}
 * @param password as {@link MomokoProperties#password}
 * @param applicationName as {@link MomokoProperties#applicationName}
 * @param connectTimeout as {@link MomokoProperties#connectTimeout}
 * @param hostAddress as {@link MomokoProperties#hostAddress}
 * @param service as {@link MomokoProperties#service}
 * @param passwordFile as {@link MomokoProperties#passwordFile}
 * @param options as {@link MomokoProperties#options}
 * @param targetSessionAttrs as {@link MomokoProperties#targetSessionAttrs}
 * @param loadBalanceHosts as {@link MomokoProperties#loadBalanceHosts}
 * @param channelBinding as {@link MomokoProperties#channelBinding}
 * @param requireAuth as {@link MomokoProperties#requireAuth}
 * @param minProtocolVersion as {@link MomokoProperties#minProtocolVersion}
 * @param maxProtocolVersion as {@link MomokoProperties#maxProtocolVersion}
 * @param keepAlive how TCP notices a dead server
 * @param ssl TLS settings
 * @param pool pool settings, of which the name defaults to the one in the key
 */
public record NamedPoolProperties(
        @Nullable String url,
        @Nullable String host,
        @Nullable Integer port,
        @Nullable String database,
        @Nullable String username,
        @Nullable String password,
        @Nullable String applicationName,
        @Nullable Duration connectTimeout,
        @Nullable String hostAddress,
        @Nullable String service,
        @Nullable String passwordFile,
        @DefaultValue Map<String, String> options,
        @Nullable TargetSessionAttrs targetSessionAttrs,
        @Nullable LoadBalanceHosts loadBalanceHosts,
        @Nullable ChannelBinding channelBinding,
        @Nullable List<String> requireAuth,
        @Nullable String minProtocolVersion,
        @Nullable String maxProtocolVersion,
        @DefaultValue MomokoProperties.KeepAlive keepAlive,
        @DefaultValue MomokoProperties.Ssl ssl,
        @DefaultValue PoolProperties pool)
        implements ConnectionProperties {

    /** Shows nothing that may hold a secret. */
    @Override
    public String toString() {
        return "NamedPoolProperties[pool=" + pool.name() + "]";
    }
}
