package org.momoko.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Finds threads that would keep the JVM alive and were not there before. */
final class ThreadWatch {

    /** Netty's own, on which event loop groups announce their end; it ends by itself a second after its last use. */
    private static final String NETTY_GLOBAL = "globalEventExecutor-";

    /** JUnit's own, for tests with a time limit. */
    private static final String JUNIT_TIMEOUT = "junit-jupiter-timeout-watcher";

    private final Set<Thread> before = Thread.getAllStackTraces().keySet();

    /** The names of new non-daemon threads that still live after the grace. */
    List<String> leftovers(Duration grace) {
        // one look decides: between two, a thread that is about to end may have been started
        List<Thread> last = new ArrayList<>();
        Await.holdsWithin(grace, () -> {
            last.clear();
            last.addAll(leftovers());
            return last.isEmpty();
        });
        return last.stream().map(Thread::getName).sorted().toList();
    }

    private List<Thread> leftovers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.isDaemon() && thread.isAlive() && !before.contains(thread))
                .filter(thread -> !thread.getName().startsWith(NETTY_GLOBAL))
                .filter(thread -> !thread.getName().startsWith(JUNIT_TIMEOUT))
                .toList();
    }
}
