package org.momoko.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.Appender;
import io.netty.buffer.ByteBufAllocator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class InvariantsTests {

    /** Holds for these tests too: each takes back what it broke. */
    @RegisterExtension
    static final Invariants registered = new Invariants();

    private static final Logger LOGGER = LoggerFactory.getLogger("org.momoko.testing.talkative");

    private final Invariants invariants = new Invariants(Duration.ofMillis(300));

    @Test
    void registeredStepsRunInReverseOrderAndOnce() {
        List<String> ran = new ArrayList<>();
        registered.afterEach(() -> assertThat(ran).containsExactly("checked", "closed", "ran"));
        invariants.afterEach(() -> ran.add("ran"));
        AutoCloseable resource = () -> ran.add("closed");
        assertThat(invariants.close(resource)).isSameAs(resource);
        invariants.check("checked while open", () -> ran.add("checked"));
        invariants.verifyTest(new ThreadWatch());
        invariants.verifyTest(new ThreadWatch());
    }

    @Test
    void brokenChecksAndFailingClosesAreReportedTogether() {
        invariants.close(() -> {
            throw new IllegalStateException("cannot close");
        });
        invariants.check("nobody waits", () -> false);
        assertThatThrownBy(() -> invariants.verifyTest(new ThreadWatch()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("in vain: nobody waits")
                .hasMessageContaining("cannot close")
                .satisfies(error -> assertThat(error.getSuppressed()).hasSize(2));
    }

    @Test
    void nonDaemonThreadIsReportedByName() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        ThreadWatch watch = new ThreadWatch();
        Thread thread = new Thread(() -> awaitQuietly(end), "left-behind");
        thread.start();
        assertThatThrownBy(() -> invariants.verifyTest(watch)).hasMessage("non-daemon thread left: left-behind");
        end.countDown();
        thread.join();
        assertThatCode(() -> invariants.verifyTest(watch)).doesNotThrowAnyException();
    }

    @Test
    void secretIsFoundInMessagesArgumentsAndThrowables() {
        Invariants.secret("hush-hush");
        LOGGER.info("nothing here");
        invariants.verifyTest(new ThreadWatch());
        LOGGER.trace("password {} sent", "app-secret");
        assertThatThrownBy(() -> invariants.verifyTest(new ThreadWatch()))
                .hasMessage("secret in the log: TRACE event of logger org.momoko.testing.talkative");
        LOGGER.debug("failed", new IllegalStateException("outer", new IllegalStateException("said hush-hush")));
        assertThatThrownBy(() -> invariants.verifyTest(new ThreadWatch()))
                .hasMessageContaining("secret in the log: DEBUG event");
    }

    @Test
    void watchSurvivesAResetOfTheLoggingSystem() throws Exception {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        try {
            LoggerFactory.getLogger("org.momoko.after.reset").info("app-secret");
            assertThatThrownBy(() -> invariants.verifyTest(new ThreadWatch())).hasMessageContaining("after.reset");
        } finally {
            new ContextInitializer(context).autoConfig();
        }
    }

    @Test
    void leakedBufferIsReportedWithWhereItWasMade() {
        invariants.verifyClass();
        ch.qos.logback.classic.Logger root =
                (ch.qos.logback.classic.Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        Appender<ILoggingEvent> console = root.getAppender("console");
        root.detachAppender(console);
        try {
            leak();
            assertThatThrownBy(invariants::verifyClass)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("buffer leaked, by this class or one before: LEAK: ByteBuf.release()")
                    .hasMessageContaining("InvariantsTests.leak(");
            invariants.verifyClass();
        } finally {
            root.addAppender(console);
        }
    }

    private static void leak() {
        ByteBufAllocator.DEFAULT.directBuffer(16).writeByte(1);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
