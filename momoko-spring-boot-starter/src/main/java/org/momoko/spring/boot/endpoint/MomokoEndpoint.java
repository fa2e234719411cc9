package org.momoko.spring.boot.endpoint;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.momoko.api.Pool;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * Shows what the pools do at the moment and how they are configured, and has the connections of a pool replaced. It can
 * only be read unless {@code management.endpoint.momoko.access} is {@code unrestricted}. It asks no database and shows
 * neither statements nor credentials.
 */
@Endpoint(id = "momoko", defaultAccess = Access.READ_ONLY)
public final class MomokoEndpoint {
    private final Map<String, Pool> pools;

    /** @param pools by the name that callers of the endpoint know them by */
    public MomokoEndpoint(Map<String, Pool> pools) {
        this.pools = new LinkedHashMap<>(pools);
    }

    /** All pools. */
    @ReadOperation
    public Pools pools() {
        Map<String, PoolDescriptor> all = new LinkedHashMap<>();
        pools.forEach((name, pool) -> all.put(name, PoolDescriptor.of(pool)));
        return new Pools(all);
    }

    /** One pool; null when there is none of that name, which answers 404. */
    @ReadOperation
    public @Nullable PoolDescriptor pool(@Selector String name) {
        Pool pool = pools.get(name);
        return pool == null ? null : PoolDescriptor.of(pool);
    }

    /**
     * Has the connections of a pool replaced: free ones now, busy ones when they are given back.
     *
     * @return the pool as it is now
     * @throws InvalidEndpointRequestException when there is none of that name, which answers 400
     */
    @WriteOperation
    public PoolDescriptor evict(@Selector String name) {
        Pool pool = pools.get(name);
        if (pool == null) {
            throw new InvalidEndpointRequestException(
                    "There is no pool of that name", "expected one of " + pools.keySet());
        }
        pool.evict();
        return PoolDescriptor.of(pool);
    }

    /**
     * The answer for all pools.
     *
     * @param pools by their names
     */
    public record Pools(Map<String, PoolDescriptor> pools) implements OperationResponseBody {}
}
