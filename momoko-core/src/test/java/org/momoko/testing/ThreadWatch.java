package org.momoko.testing;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Finds threads that would keep the JVM alive and were not there before. */
final class ThreadWatch {

    private final Set<Thread> before = Thread.getAllStackTraces().keySet();

    /** The names of new non-daemon threads that still live after the grace. */
    List<String> leftovers(Duration grace) {
        Await.holdsWithin(grace, () -> leftovers().isEmpty());
        return leftovers().stream().map(Thread::getName).sorted().toList();
    }

    private List<Thread> leftovers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.isDaemon() && thread.isAlive() && !before.contains(thread))
                // Netty's own: it announces the end of event loops, and ends itself a second after the last one
                .filter(thread -> !thread.getName().startsWith("globalEventExecutor"))
                .toList();
    }
}
