/** The state machine of the pool: free, busy, pending and dead places, and the callers that wait. Generic over the resource; clock and scheduler are injected; knows neither Netty nor PostgreSQL. Imports {@code config}, {@code event} and {@code error} only. */
@NullMarked
package org.momoko.internal.pool;

import org.jspecify.annotations.NullMarked;
