package org.momoko.api;

import java.time.Duration;
import java.util.List;

/**
 * A caller that holds a pool's connection, as leak detection sees it.
 *
 * @param processId the server process of the connection
 * @param held how long the caller has had it
 * @param takenAt the stack of the call that took it, nearest frame first, without Momoko's own frames on top
 */
public record ConnectionHolder(int processId, Duration held, List<StackTraceElement> takenAt) {}
