package org.momoko.testing;

/** Threads of the fixtures: named, and no reason for the JVM to stay. */
final class Daemon {

    private Daemon() {}

    static Thread start(String name, Runnable action) {
        Thread thread = new Thread(action, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
