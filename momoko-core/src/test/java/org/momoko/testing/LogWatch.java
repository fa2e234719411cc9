package org.momoko.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggerContextListener;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Reads every log event of the JVM: notes where a secret shows, and what Netty's leak detector reports. It stays attached when Spring Boot
 * resets Logback.
 */
final class LogWatch extends AppenderBase<ILoggingEvent> implements LoggerContextListener {

    private static final String LEAK_DETECTOR = "io.netty.util.ResourceLeakDetector";
    private static final int LEAK_EXCERPT_CHARACTERS = 4000;
    private static final LogWatch INSTANCE = new LogWatch();

    private final Set<String> secrets = ConcurrentHashMap.newKeySet();
    private final List<String> disclosures = new ArrayList<>();
    private final List<String> leaks = new ArrayList<>();

    private LogWatch() {}

    /** The one watch of this JVM, attached. */
    static synchronized LogWatch attached() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        if (!INSTANCE.isStarted()) {
            INSTANCE.setContext(context);
            INSTANCE.setName("log-watch");
            context.addListener(INSTANCE);
            INSTANCE.attachTo(context);
        }
        return INSTANCE;
    }

    void secret(String secret) {
        secrets.add(secret);
    }

    /** The loggers that disclosed a secret since the last call; never the secret itself. */
    List<String> takeDisclosures() {
        return take(disclosures);
    }

    /** What the leak detector reported since the last call. */
    List<String> takeLeaks() {
        return take(leaks);
    }

    private static List<String> take(List<String> notes) {
        synchronized (notes) {
            List<String> taken = List.copyOf(notes);
            notes.clear();
            return taken;
        }
    }

    @Override
    protected void append(ILoggingEvent event) {
        String message = event.getFormattedMessage();
        if (event.getLoggerName().startsWith(LEAK_DETECTOR) && event.getLevel().isGreaterOrEqual(Level.ERROR)) {
            note(leaks, message.substring(0, Math.min(message.length(), LEAK_EXCERPT_CHARACTERS)));
        }
        for (String secret : secrets) {
            if (discloses(message, secret) || discloses(event.getThrowableProxy(), secret)) {
                note(disclosures, event.getLevel() + " event of logger " + event.getLoggerName());
            }
        }
    }

    private static void note(List<String> notes, String text) {
        synchronized (notes) {
            notes.add(text);
        }
    }

    private static boolean discloses(@Nullable String text, String secret) {
        return text != null && text.contains(secret);
    }

    private static boolean discloses(@Nullable IThrowableProxy throwable, String secret) {
        if (throwable == null) {
            return false;
        }
        if (discloses(throwable.getMessage(), secret) || discloses(throwable.getCause(), secret)) {
            return true;
        }
        for (IThrowableProxy suppressed : throwable.getSuppressed()) {
            if (discloses(suppressed, secret)) {
                return true;
            }
        }
        return false;
    }

    private void attachTo(LoggerContext context) {
        start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(this);
    }

    @Override
    public boolean isResetResistant() {
        return true;
    }

    @Override
    public void onReset(LoggerContext context) {
        attachTo(context);
    }

    @Override
    public void onStart(LoggerContext context) {}

    @Override
    public void onStop(LoggerContext context) {}

    @Override
    public void onLevelChange(Logger logger, Level level) {}
}
