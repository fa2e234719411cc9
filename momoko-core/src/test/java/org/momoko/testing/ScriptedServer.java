package org.momoko.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A server on 127.0.0.1 that plays a script on each connection, for what a healthy PostgreSQL never does. The first connection plays the
 * first script and so on. Has its own small encoding of the protocol, so that a mistake of Momoko's does not meet its like here.
 */
public final class ScriptedServer implements AutoCloseable {

    /** What the server does on one connection; after its end the server only reads, until the client closes. */
    @FunctionalInterface
    public interface Script {
        /** Plays the steps; any exception is a failure that {@link #verify()} reports. */
        void play(ScriptedConnection connection) throws Exception;
    }

    private final ServerSocket listener;
    private final List<Script> scripts;
    private final List<Socket> sockets = new ArrayList<>();
    private final List<ScriptedConnection> connections = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private int finished;

    private ScriptedServer(List<Script> scripts) {
        this.scripts = scripts;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a server for as many connections as there are scripts; a further connection is closed at once and is a failure. */
    public static ScriptedServer playing(Script... scripts) {
        ScriptedServer server = new ScriptedServer(List.of(scripts));
        Daemon.start("scripted-server", server::accept);
        return server;
    }

    /** The port it listens on. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Where it listens, as the target of a {@link TcpProxy}. */
    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port());
    }

    /** A DSN (keyword/value) without TLS for role and database {@code app}; more settings may follow, the last of a name wins. */
    public String dsn(String... extra) {
        String dsn = "host=127.0.0.1 port=" + port() + " dbname=app user=app password=" + PostgresServer.password("app")
                + " sslmode=disable";
        return extra.length == 0 ? dsn : dsn + " " + String.join(" ", extra);
    }

    /** The connections made so far, oldest first. */
    public synchronized List<ScriptedConnection> connections() {
        return List.copyOf(connections);
    }

    /**
     * Waits until all scripts were played to their end, for at most 10 seconds.
     *
     * @throws AssertionError if one was not, or found something else than it expected
     */
    public void verify() {
        boolean played = Await.holdsWithin(Duration.ofSeconds(10), this::playedOrFailed);
        throwFailures();
        if (!played) {
            throw new AssertionError(
                    "only " + finished() + " of " + scripts.size() + " scripts were played to the end");
        }
    }

    /**
     * Closes all connections and stops listening. A script that still runs just ends.
     *
     * @throws AssertionError if a script failed before and {@link #verify()} has not reported it
     */
    @Override
    public void close() {
        closing.countDown();
        List<Socket> open;
        synchronized (this) {
            open = List.copyOf(sockets);
        }
        closeQuietly(listener);
        open.forEach(ScriptedServer::closeQuietly);
        throwFailures();
    }

    private synchronized boolean playedOrFailed() {
        return finished == scripts.size() || !failures.isEmpty();
    }

    private synchronized int finished() {
        return finished;
    }

    private synchronized void throwFailures() {
        if (failures.isEmpty()) {
            return;
        }
        AssertionError error =
                new AssertionError("script failed: " + failures.get(0).getMessage());
        failures.forEach(error::addSuppressed);
        failures.clear();
        throw error;
    }

    private void accept() {
        try {
            while (true) {
                welcome(listener.accept());
            }
        } catch (IOException closed) {
            // the end of the test
        }
    }

    private synchronized void welcome(Socket socket) throws IOException {
        int index = connections.size();
        if (index == scripts.size() || closing.getCount() == 0) {
            fail(new AssertionError("there is no script for a connection number " + (index + 1)));
            closeQuietly(socket);
            return;
        }
        ScriptedConnection connection = new ScriptedConnection(index + 1, socket, closing);
        sockets.add(socket);
        connections.add(connection);
        Daemon.start("scripted-connection-" + (index + 1), () -> play(scripts.get(index), connection, socket));
    }

    private void play(Script script, ScriptedConnection connection, Socket socket) {
        try {
            script.play(connection);
            synchronized (this) {
                finished++;
            }
        } catch (Throwable e) {
            fail(e);
            closeQuietly(socket);
            return;
        }
        try {
            connection.drain();
        } catch (IOException | AssertionError clientWentAway) {
            // a client may close as it likes once the script has ended
        }
        closeQuietly(socket);
    }

    private synchronized void fail(Throwable failure) {
        if (closing.getCount() > 0) {
            failures.add(failure);
        }
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception alreadyBroken) {
            // closing is all that was wanted
        }
    }
}
