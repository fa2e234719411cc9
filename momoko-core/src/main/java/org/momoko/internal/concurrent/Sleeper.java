package org.momoko.internal.concurrent;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A virtual thread that sleeps until a future is done. Its atomic reference is an errand: others to be woken by this
 * thread as the first thing it does. A virtual thread wakes others for little, because they run on the carriers that are
 * awake already; each one that an event loop wakes costs it a call into the system, and a carrier its sleep.
 */
final class Sleeper extends AtomicReference<Sleeper @Nullable []> {
    private static final long serialVersionUID = 1L;

    /** As the errand: the thread is awake, and takes none any more. */
    private static final Sleeper[] AWAKE = {};
    /** {@code Thread.isVirtual()}, which is newer than the release this is compiled for; null before JDK 21. */
    private static final @Nullable MethodHandle IS_VIRTUAL = isVirtual();

    /** Null for {@link #nobody}. */
    private final transient @Nullable Thread thread;

    private Sleeper(@Nullable Thread thread) {
        this.thread = thread;
    }

    /** The calling thread. */
    static Sleeper self() {
        return new Sleeper(Thread.currentThread());
    }

    /** No thread at all. */
    static Sleeper nobody() {
        return new Sleeper(null);
    }

    private static @Nullable MethodHandle isVirtual() {
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
        } catch (ReflectiveOperationException older) {
            return null;
        }
    }

    /** Whether the calling thread is a virtual one. */
    static boolean onVirtualThread() {
        MethodHandle isVirtual = IS_VIRTUAL;
        if (isVirtual == null) {
            return false;
        }
        try {
            return (boolean) isVirtual.invokeExact(Thread.currentThread());
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    /**
     * Sleeps until the future is done, and wakes those that this thread was asked to wake.
     *
     * @param interruptible whether an interrupt ends the sleep as well; the thread stays interrupted in any case
     */
    void sleepUntilDone(Future<?> future, boolean interruptible) {
        boolean interrupted = false;
        while (!future.isDone() && !(interruptible && interrupted)) {
            LockSupport.park(future);
            interrupted |= Thread.interrupted();
        }
        Sleeper[] others = getAndSet(AWAKE);
        if (others != null) {
            for (Sleeper other : others) {
                other.wake();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Wakes the thread. */
    void wake() {
        LockSupport.unpark(thread);
    }

    /** Wakes the thread and has it wake the others; false when it is awake, and they are not. */
    boolean wakeWith(Sleeper[] others) {
        if (!compareAndSet(null, others)) {
            return false;
        }
        wake();
        return true;
    }
}
