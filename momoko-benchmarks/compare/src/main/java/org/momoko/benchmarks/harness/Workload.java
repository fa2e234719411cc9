package org.momoko.benchmarks.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import org.momoko.benchmarks.data.Batch;
import org.momoko.benchmarks.data.BigRows;
import org.momoko.benchmarks.data.World;

/**
 * What is measured: a kind of operation, the size of the pool, the operations in flight, and for some kinds an amount.
 * Written {@code kind-pPOOL-iFLIGHT-nAMOUNT}, for example {@code lookup-p16-i64}; what is left out takes the kind's default.
 */
public record Workload(Kind kind, int pool, int inFlight, int amount) {

    /** The kinds, each with its usual pool size, operations in flight, and units (rows, queries) in one operation. */
    public enum Kind {
        ONE(1, 1, 1, Peer::one),
        LOOKUP(16, 64, 1, Peer::lookup),
        SINGLE(1, 64, 1, Peer::single),
        FORTUNES(16, 64, 1, Peer::fortunes),
        QUERIES20(16, 64, World.QUERIES, Peer::queries),
        PIPELINE(16, 64, World.QUERIES, Peer::pipeline),
        /** The same, all lanes on one connection. */
        PIPELINE1(1, 64, World.QUERIES, Peer::pipeline),
        MIXED(16, 64, 1, Peer::mixed),
        MIXEDALIKE(16, 64, 1, Peer::mixedAlike),
        UPDATE(16, 64, 1, Peer::update),
        TX(16, 64, 1, Peer::transaction),
        TXLIST(16, 64, 1, Peer::statementList),
        BIG(1, 1, BigRows.ROWS, Peer::big),
        BATCH(1, 1, Batch.ROWS, Peer::batch),
        /** The amount is that of the rows in a result. */
        ROWS(1, 1, 1, Peer::rows),
        /** The amount is that of the different texts. */
        STATEMENTS(4, 16, 1, Peer::statements),
        /** 256 callers wait for the connections that 16 others have. */
        ACQUIRE(16, 272, 1, Peer::acquire),
        CONNECT(1, 1, 1, Peer::connect),
        WARM16(16, 1, 1, Peer::warm);

        private final int pool;
        private final int inFlight;
        private final int units;

        @SuppressWarnings("ImmutableEnumChecker") // all are references to methods
        private final BiFunction<Peer, Lane, Step> step;

        Kind(int pool, int inFlight, int units, BiFunction<Peer, Lane, Step> step) {
            this.pool = pool;
            this.inFlight = inFlight;
            this.units = units;
            this.step = step;
        }

        /** The step of a lane. */
        public Step step(Peer peer, Lane lane) {
            return step.apply(peer, lane);
        }
    }

    /** What one operation counts for: queries, or rows. */
    public int units() {
        return kind == Kind.ROWS ? amount : kind.units;
    }

    /** Those that are measured unless others are named. */
    public static List<Workload> standard() {
        String names =
                "one,single-i1,single-i64,single-i256,fortunes,queries20,pipeline,pipeline1,mixed,mixedalike,update,tx,txlist,big,batch,acquire,connect,warm16";
        List<Workload> all = new ArrayList<>();
        for (int pool : new int[] {1, 4, 16}) {
            for (int inFlight : new int[] {1, 16, 64, 256}) {
                if (inFlight > 1 || pool == 1) {
                    all.add(new Workload(Kind.LOOKUP, pool, inFlight, 1));
                }
            }
        }
        all.addAll(parseAll(names));
        return all;
    }

    /** Workloads separated by commas. */
    public static List<Workload> parseAll(String names) {
        List<Workload> all = new ArrayList<>();
        for (String name : names.split(",", -1)) {
            all.add(parse(name));
        }
        return all;
    }

    /**
     * The workload of a name.
     *
     * @throws IllegalArgumentException when the name is no workload's
     */
    public static Workload parse(String name) {
        String[] parts = name.trim().split("-", -1);
        Kind kind = Kind.valueOf(parts[0].toUpperCase(Locale.ROOT));
        int pool = kind.pool;
        int inFlight = kind.inFlight;
        int amount = 1;
        for (int i = 1; i < parts.length; i++) {
            int number = Integer.parseInt(parts[i].substring(1));
            switch (parts[i].charAt(0)) {
                case 'p' -> pool = number;
                case 'i' -> inFlight = number;
                case 'n' -> amount = number;
                default ->
                    throw new IllegalArgumentException(
                            "expected -pPOOL, -iFLIGHT or -nAMOUNT, found -" + parts[i] + " in " + name);
            }
        }
        return new Workload(kind, pool, inFlight, amount);
    }

    @Override
    public String toString() {
        String name = kind.name().toLowerCase(Locale.ROOT);
        return (pool == kind.pool && kind != Kind.LOOKUP ? name : name + "-p" + pool)
                + (inFlight == kind.inFlight && kind != Kind.LOOKUP && kind != Kind.SINGLE ? "" : "-i" + inFlight)
                + (amount == 1 ? "" : "-n" + amount);
    }
}
