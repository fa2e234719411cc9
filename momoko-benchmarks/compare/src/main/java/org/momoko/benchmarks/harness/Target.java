package org.momoko.benchmarks.harness;

/** The server that is measured against. */
public record Target(String host, int port, String database, String user, String password) {

    /** Without the password. */
    @Override
    public String toString() {
        return user + "@" + host + ":" + port + "/" + database;
    }
}
