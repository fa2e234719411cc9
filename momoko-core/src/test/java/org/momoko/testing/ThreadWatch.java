package org.momoko.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Finds threads that would keep the JVM alive and were not there before. */
final class ThreadWatch {

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
                .toList();
    }
}
