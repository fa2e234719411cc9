package org.momoko.event;

import java.util.Map;

/**
 * What happened in a pool since it was made. The numbers only grow.
 *
 * @param created connections opened
 * @param acquireTimeouts callers that waited in vain until their time was over
 * @param closed connections ended, by reason; every reason has a number
 */
public record PoolTotals(long created, long acquireTimeouts, Map<CloseReason, Long> closed) {}
