package org.momoko.testing;

import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The server process of a {@link PostgresCluster} and its children: started, stopped, killed and frozen by signals to their ids. */
final class Postmaster {

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
    private static final Duration CHILDREN_LIMIT = Duration.ofSeconds(5);

    /**
     * Ends the server and removes its directory ($1, $2) when this JVM dies in a way that runs no shutdown hook: its end of the pipe
     * closes then, and the read ends without a line. A frozen server and its children are let go first, or they would never end.
     */
    private static final String WATCHDOG = "trap '' INT; read -r line && exit; "
            + "ps -A -o pid= -o ppid= | while read -r pid ppid; do [ \"$ppid\" = $1 ] && kill -CONT $pid; done; "
            + "kill -CONT $1; kill -INT $1; i=0; "
            + "while kill -0 $1 && [ $i -lt 50 ]; do sleep 0.1; i=$((i+1)); done; kill -KILL $1; "
            + "rm -rf \"$2\"";

    private final PostgresCluster cluster;
    private @Nullable Process process;
    private @Nullable Process watchdog;
    private boolean frozen;

    Postmaster(PostgresCluster cluster) {
        this.cluster = cluster;
    }

    synchronized boolean running() {
        return process != null && process.isAlive() && !frozen;
    }

    /** Starts the server and returns when it accepts connections, after recovery if it had crashed; does nothing if it runs. */
    synchronized void start() {
        if (process != null && process.isAlive()) {
            return;
        }
        List<String> command = new ArrayList<>();
        if (LinuxUtils.isUnshareAvailable()) {
            // PostgreSQL refuses to run as root; in a user namespace of its own it does not see that it does
            command.addAll(List.of("unshare", "-U"));
        }
        command.addAll(List.of(cluster.postgresBinary(), "-D", cluster.data().toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        builder.redirectOutput(
                ProcessBuilder.Redirect.appendTo(cluster.log().file().toFile()));
        Process started = launch(builder);
        process = started;
        frozen = false;
        watchdog = launch(new ProcessBuilder(
                        "sh",
                        "-c",
                        WATCHDOG,
                        "sh",
                        Long.toString(started.pid()),
                        cluster.directory().toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD));
        boolean settled = Await.holdsWithin(START_LIMIT, () -> !started.isAlive() || ready(started.pid()));
        if (!settled || !started.isAlive()) {
            stop();
            throw new IllegalStateException("PostgreSQL did not start; the end of its log:\n"
                    + cluster.log().tail());
        }
    }

    /** Stops the server in fast mode (sessions are ended with 57P01) and returns when it has ended; does nothing if it does not run. */
    synchronized void stop() {
        Process stopping = process;
        if (stopping != null && stopping.isAlive()) {
            thaw();
            signal("INT", List.of(stopping.toHandle()));
            if (!ended(stopping, STOP_LIMIT)) {
                crash();
            }
        }
        process = null;
        endWatchdog();
    }

    /** Kills the server process without a word, and returns when its children, which notice, have ended as well. */
    synchronized void crash() {
        Process crashing = running("crash");
        List<ProcessHandle> children = crashing.descendants().toList();
        crashing.destroyForcibly();
        ended(crashing, STOP_LIMIT);
        endWatchdog();
        signal("CONT", children);
        if (!Await.holdsWithin(CHILDREN_LIMIT, () -> children.stream().noneMatch(ProcessHandle::isAlive))) {
            children.forEach(ProcessHandle::destroyForcibly);
        }
        frozen = false;
        process = null;
    }

    /** Stops the server process and all its children where they are: sockets stay open, nothing answers. */
    synchronized void freeze() {
        Process freezing = running("freeze");
        // the parent first, so that no child is born after the children were listed
        signal("STOP", List.of(freezing.toHandle()));
        signal("STOP", freezing.descendants().toList());
        frozen = true;
    }

    /** Lets a frozen server go on. */
    synchronized void thaw() {
        if (frozen) {
            Process thawing = running("thaw");
            signal("CONT", thawing.descendants().toList());
            signal("CONT", List.of(thawing.toHandle()));
            frozen = false;
        }
    }

    private Process running(String what) {
        if (process == null) {
            throw new IllegalStateException("cannot " + what + " a PostgreSQL server that does not run");
        }
        return process;
    }

    /** The server writes its id into line 1 and its state into line 8 of postmaster.pid (PostgreSQL: utils/pidfile.h). */
    private boolean ready(long pid) {
        Path file = cluster.data().resolve("postmaster.pid");
        try {
            List<String> lines = Files.readAllLines(file);
            return lines.size() >= 8
                    && lines.get(0).trim().equals(Long.toString(pid))
                    && lines.get(7).trim().equals("ready");
        } catch (IOException notThereYet) {
            return false;
        }
    }

    private void endWatchdog() {
        if (watchdog != null) {
            watchdog.destroy();
            ended(watchdog, STOP_LIMIT);
            watchdog = null;
        }
    }

    private static void signal(String name, List<ProcessHandle> processes) {
        if (processes.isEmpty()) {
            return;
        }
        List<String> command = new ArrayList<>(List.of("sh", "-c", "kill -s \"$0\" \"$@\"", name));
        processes.forEach(process -> command.add(Long.toString(process.pid())));
        // a child may have ended meanwhile, so what kill says about it does not matter
        ended(
                launch(new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)),
                STOP_LIMIT);
    }

    private static Process launch(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean ended(Process process, Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
