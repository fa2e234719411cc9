package org.momoko.internal.session;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.momoko.internal.sql.ParsedSql;

/**
 * One statement and the rows of parameters it is to be run for.
 *
 * @param rows read once, on the event loop, as they are sent
 * @param deadlineNanos by {@link System#nanoTime()}; {@link Exchange#NO_DEADLINE} for none
 */
public record ManyRows(ParsedSql sql, Iterator<? extends @Nullable Object[]> rows, long deadlineNanos) {}
