package org.momoko.internal.session;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.momoko.api.Notification;
import org.momoko.error.ErrorFields;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the server says of its own accord: the last notices, and those who listen. Safe for use from any thread. */
public final class SessionEvents {
    /** As psycopg keeps them. */
    private static final int KEPT_NOTICES = 50;

    private static final Logger LOG = LoggerFactory.getLogger(SessionEvents.class);

    private final @Nullable Executor executor;
    private final ArrayDeque<String> notices = new ArrayDeque<>();
    private final List<Consumer<ErrorFields>> noticeListeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<Notification>> notificationListeners = new CopyOnWriteArrayList<>();

    /** Whether there is anything to forget; most holders leave nothing. */
    private volatile boolean used;

    SessionEvents(@Nullable Executor executor) {
        this.executor = executor;
    }

    /** The last notices, oldest first. */
    public List<String> notices() {
        synchronized (notices) {
            return List.copyOf(notices);
        }
    }

    public void onNotice(Consumer<ErrorFields> listener) {
        used = true;
        noticeListeners.add(listener);
    }

    public void onNotification(Consumer<Notification> listener) {
        used = true;
        notificationListeners.add(listener);
    }

    /** Forgets what one holder of the connection heard and asked for, before the next one gets it. */
    public void clear() {
        if (!used) {
            return;
        }
        used = false;
        synchronized (notices) {
            notices.clear();
        }
        noticeListeners.clear();
        notificationListeners.clear();
    }

    void notice(ErrorFields fields) {
        used = true;
        synchronized (notices) {
            if (notices.size() == KEPT_NOTICES) {
                notices.removeFirst();
            }
            notices.addLast(ServerErrors.notice(fields));
        }
        tell(noticeListeners, fields);
    }

    void notification(Notification notification) {
        tell(notificationListeners, notification);
    }

    private <E> void tell(List<Consumer<E>> listeners, E event) {
        for (Consumer<E> listener : listeners) {
            Runnable call = () -> {
                try {
                    listener.accept(event);
                } catch (Throwable e) {
                    LOG.warn("A listener of a connection failed", e);
                }
            };
            dispatch(call);
        }
    }

    /** A full or closed executor keeps nobody from hearing, as it keeps no future from completing. */
    private void dispatch(Runnable call) {
        if (executor == null) {
            call.run();
            return;
        }
        try {
            executor.execute(call);
        } catch (Throwable rejected) {
            call.run();
        }
    }
}
