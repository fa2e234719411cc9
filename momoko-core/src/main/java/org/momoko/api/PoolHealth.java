package org.momoko.api;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a health check of a pool found.
 *
 * @param up whether the database answers
 * @param saturated whether no connection was free; the pool itself may be the bottleneck
 * @param pingTime how long the answer took; null when none was asked for or none came
 * @param cause why the database does not answer; null when it does
 */
public record PoolHealth(
        boolean up,
        boolean saturated,
        @Nullable Duration pingTime,
        @Nullable Throwable cause) {}
