package org.momoko.testing;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * The rules that hold after every test: what the test registered is closed and right, no non-daemon thread is left, no session of
 * {@code momoko-test…} and no open transaction on the shared server, no secret in any log event; and after the class, no Netty buffer
 * was leaked. Register it as a static field:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final Invariants invariants = new Invariants();
 * }</pre>
 *
 * or by {@code @ExtendWith(Invariants.class)} where the test registers nothing. Tests of one class must not run in parallel.
 */
public final class Invariants implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final Namespace NAMESPACE = Namespace.create(Invariants.class);

    static {
        for (String role : List.of("app", "postgres", "md5user", "clearuser", "tlsuser", "plainuser")) {
            secret(PostgresServer.password(role));
        }
    }

    /** A step after the test; it throws if its rule is broken. */
    @FunctionalInterface
    private interface Step {
        void run() throws Exception;
    }

    private final Deque<Step> steps = new ArrayDeque<>();
    private final Duration grace;

    public Invariants() {
        this(GRACE);
    }

    /** @param grace how long what is broken has to come right */
    Invariants(Duration grace) {
        this.grace = grace;
    }

    /** From now on a log event that contains this text, in its message or in one of a throwable, fails the test. */
    public static void secret(String secret) {
        LogWatch.attached().secret(secret);
    }

    /**
     * Has the resource closed after the present test. Steps run in reverse order of registration, as with try-with-resources, and all
     * of them, whatever the others do.
     *
     * @return the resource
     */
    public <T extends AutoCloseable> T close(T resource) {
        steps.push(resource::close);
        return resource;
    }

    /**
     * Has the condition checked after the present test; it has two seconds to come true. A check registered after {@link #close} of a
     * resource sees it open, one registered before sees it closed.
     *
     * @param what the rule, for the message: {@code "no connection of the pool is busy"}
     */
    public void check(String what, BooleanSupplier condition) {
        steps.push(() -> Await.until(what, grace, condition));
    }

    /** Has the action run after the present test, in its turn among the others; what it throws fails the test. */
    public void afterEach(Runnable action) {
        steps.push(action::run);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        LogWatch.attached();
        context.getStore(NAMESPACE).put(Invariants.class, this);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (context.getStore(NAMESPACE).get(Invariants.class) == null) {
            throw new IllegalStateException("Invariants must be registered in a static field, or by @ExtendWith");
        }
        LogWatch.attached().takeDisclosures();
        context.getStore(NAMESPACE).put(ThreadWatch.class, new ThreadWatch());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        ThreadWatch threads = context.getStore(NAMESPACE).get(ThreadWatch.class, ThreadWatch.class);
        verifyTest(threads == null ? new ThreadWatch() : threads);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        verifyClass();
    }

    /** Runs the steps and looks at threads, sessions and logs. */
    void verifyTest(ThreadWatch threads) {
        List<Throwable> failures = new ArrayList<>();
        while (!steps.isEmpty()) {
            try {
                steps.pop().run();
            } catch (Throwable e) {
                failures.add(e);
            }
        }
        List<String> violations = new ArrayList<>();
        failures.forEach(failure -> violations.add("after the test: " + failure));
        threads.leftovers(grace).forEach(name -> violations.add("non-daemon thread left: " + name));
        PostgresServer server = PostgresServer.sharedIfStarted();
        if (server != null) {
            SessionWatch.leftovers(server, grace).forEach(session -> violations.add("session left: " + session));
        }
        LogWatch.attached().takeDisclosures().forEach(where -> violations.add("secret in the log: " + where));
        report(violations, failures);
    }

    /** Looks for leaked buffers; one that a class without this extension leaked is found here as well, rather than never. */
    void verifyClass() {
        List<String> violations = new ArrayList<>();
        LeakWatch.leaks().forEach(leak -> violations.add("buffer leaked, by this class or one before: " + leak));
        report(violations, List.of());
    }

    private static void report(List<String> violations, List<Throwable> causes) {
        if (!violations.isEmpty()) {
            AssertionError error = new AssertionError(String.join("\n", violations));
            causes.forEach(error::addSuppressed);
            throw error;
        }
    }
}
