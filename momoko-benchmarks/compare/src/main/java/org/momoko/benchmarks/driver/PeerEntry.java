package org.momoko.benchmarks.driver;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.momoko.benchmarks.harness.Workload.Kind;

/**
 * A way to use a client, as it can be named for measuring.
 *
 * @param module the name of its module, which is that of the directory with its class path
 * @param className its implementation of {@link org.momoko.benchmarks.harness.Peer}
 * @param variant what that class knows it by
 * @param leastJdk the oldest JDK that it runs on
 * @param kinds what it is measured with, beside what it does not support
 * @param rivals the peers it is compared with: those that are used in the same way
 */
record PeerEntry(
        String name,
        String module,
        String className,
        String variant,
        int leastJdk,
        Set<Kind> kinds,
        List<String> rivals) {
    private static final String MOMOKO = "org.momoko.benchmarks.peer.momoko.MomokoPeer";
    private static final String VERTX = "org.momoko.benchmarks.peer.vertx.VertxPeer";
    private static final String R2DBC = "org.momoko.benchmarks.peer.r2dbc.R2dbcPeer";
    private static final String JDBC = "org.momoko.benchmarks.peer.jdbc.JdbcPeer";

    private static final Set<Kind> ALL = EnumSet.allOf(Kind.class);
    /** What runs on threads that block. */
    private static final Set<Kind> BLOCKING =
            EnumSet.complementOf(EnumSet.of(Kind.SINGLE, Kind.CONNECT, Kind.WARM16, Kind.ACQUIRE));

    /** What runs on shared connections. */
    private static final Set<Kind> SHARED = EnumSet.of(
            Kind.ONE,
            Kind.LOOKUP,
            Kind.FORTUNES,
            Kind.QUERIES20,
            Kind.UPDATE,
            Kind.MIXED,
            Kind.MIXEDALIKE,
            Kind.STATEMENTS);

    static final List<PeerEntry> CATALOGUE = List.of(
            new PeerEntry(
                    "momoko",
                    "momoko",
                    MOMOKO,
                    "strict",
                    17,
                    ALL,
                    List.of("vertx-pool", "r2dbc", "jdbc", "jdbc-rewrite")),
            new PeerEntry("momoko-shared", "momoko", MOMOKO, "shared", 17, SHARED, List.of("vertx-client", "momoko")),
            new PeerEntry("momoko-virtual", "momoko", MOMOKO, "virtual", 21, BLOCKING, List.of("jdbc", "jdbc-virtual")),
            new PeerEntry(
                    "momoko-virtual-shared",
                    "momoko",
                    MOMOKO,
                    "virtual-shared",
                    21,
                    SHARED,
                    List.of("jdbc-virtual", "momoko-virtual")),
            new PeerEntry(
                    "momoko-stream",
                    "momoko",
                    MOMOKO,
                    "stream",
                    17,
                    EnumSet.of(Kind.BIG, Kind.ROWS),
                    List.of("momoko", "vertx-pool", "jdbc")),
            new PeerEntry("vertx-pool", "vertx", VERTX, "pool", 17, ALL, List.of()),
            new PeerEntry(
                    "vertx-client",
                    "vertx",
                    VERTX,
                    "client",
                    17,
                    EnumSet.complementOf(EnumSet.of(Kind.CONNECT, Kind.WARM16)),
                    List.of()),
            new PeerEntry("r2dbc", "r2dbc", R2DBC, "pool", 17, ALL, List.of()),
            new PeerEntry("jdbc", "jdbc", JDBC, "platform", 17, ALL, List.of()),
            new PeerEntry("jdbc-rewrite", "jdbc", JDBC, "rewrite", 17, EnumSet.of(Kind.BATCH), List.of()),
            new PeerEntry("jdbc-virtual", "jdbc", JDBC, "virtual", 21, BLOCKING, List.of()));

    /**
     * The entry of a name.
     *
     * @throws IllegalArgumentException when there is none of this name
     */
    static PeerEntry named(String name) {
        for (PeerEntry entry : CATALOGUE) {
            if (entry.name.equals(name)) {
                return entry;
            }
        }
        throw new IllegalArgumentException("there is no peer " + name + "; there are "
                + CATALOGUE.stream().map(PeerEntry::name).toList());
    }

    /** Where its class path is, below the directory with those of all modules. */
    String directory() {
        return "momoko-benchmarks-peer-" + module;
    }
}
