package org.momoko.benchmarks.harness;

import java.util.concurrent.Executor;

/**
 * A client under measurement. For each workload it makes the step of a lane; a lane has one operation in flight, and the
 * step is made once for each lane, so that nothing but the client allocates in an operation. Every value of every row is
 * read and folded into a sum, which {@link Lane#done} compares with the expected one.
 *
 * <p>A peer without counterpart for a workload leaves the method as it is.
 */
public interface Peer extends AutoCloseable {

    /**
     * Gets ready; opens the connections.
     *
     * @param variant which of the ways the peer can be used, as the driver's catalogue names it
     */
    void open(Target target, Workload workload, String variant) throws Exception;

    /** Where the first operation of each lane is started. */
    default Executor starter() {
        return Runnable::run;
    }

    /** {@code SELECT $1::int4}. */
    default Step one(Lane lane) {
        throw unsupported();
    }

    /** A row by primary key, on any connection of the pool. */
    default Step lookup(Lane lane) {
        throw unsupported();
    }

    /** The same, all lanes on one connection. */
    default Step single(Lane lane) {
        throw unsupported();
    }

    /** Twelve rows of text. */
    default Step fortunes(Lane lane) {
        throw unsupported();
    }

    /** Twenty separate lookups. */
    default Step queries(Lane lane) {
        throw unsupported();
    }

    /** The same as one group that is answered together, where the client can; else as {@link #queries}. */
    default Step pipeline(Lane lane) {
        return queries(lane);
    }

    /** Lookups of which one in a hundred is a statement that takes 20 ms instead. */
    default Step mixed(Lane lane) {
        throw unsupported();
    }

    /** Lookups of which one in a hundred takes 20 ms, all with the same text. */
    default Step mixedAlike(Lane lane) {
        throw unsupported();
    }

    /** As many rows of two columns as the workload's amount says. */
    default Step rows(Lane lane) {
        throw unsupported();
    }

    /** Lookups with as many different texts as the workload's amount says, one after the other. */
    default Step statements(Lane lane) {
        throw unsupported();
    }

    /** An update of one row. */
    default Step update(Lane lane) {
        throw unsupported();
    }

    /** BEGIN, SELECT, UPDATE, SELECT, COMMIT, each after the answer to the one before where the client allows. */
    default Step transaction(Lane lane) {
        throw unsupported();
    }

    /** The same statements, known beforehand: in as few flights as the client can. */
    default Step statementList(Lane lane) {
        return transaction(lane);
    }

    /** 100,000 rows of ten columns. */
    default Step big(Lane lane) {
        throw unsupported();
    }

    /** 10,000 inserts in a transaction. */
    default Step batch(Lane lane) {
        throw unsupported();
    }

    /**
     * A connection taken from the pool and given back {@link Lane#later}, when the connections are all taken and the
     * other lanes wait for them.
     */
    default Step acquire(Lane lane) {
        throw unsupported();
    }

    /** A connection opened and closed, with its authentication. */
    default Step connect(Lane lane) {
        throw unsupported();
    }

    /** A new pool, filled with all its connections and closed. */
    default Step warm(Lane lane) {
        throw unsupported();
    }

    @Override
    void close();

    private static UnsupportedOperationException unsupported() {
        return new UnsupportedOperationException("the peer has no such operation");
    }
}
