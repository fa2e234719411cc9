package org.momoko.internal.concurrent;

import io.netty.util.concurrent.FastThreadLocalThread;

/** A thread that runs an event loop of ours; nothing may block it. A daemon, so that it never keeps a JVM alive. */
public final class EventLoopThread extends FastThreadLocalThread {
    private final Wakeups wakeups = new Wakeups();

    public EventLoopThread(Runnable loop, String name) {
        super(loop, name);
        setDaemon(true);
    }

    /** Whether the calling thread runs one of our event loops. */
    public static boolean isCurrent() {
        return Thread.currentThread() instanceof EventLoopThread;
    }

    Wakeups wakeups() {
        return wakeups;
    }
}
