package org.momoko.testing;

import java.time.Duration;
import java.util.List;

/** Finds sessions that tests left behind on a server: those of {@code momoko-test…}, and open transactions of anybody. */
final class SessionWatch {

    private static final String LEFT_BEHIND = "SELECT application_name, coalesce(state, 'starting'), count(*) "
            + "FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() "
            + "AND (application_name LIKE 'momoko-test%' OR state LIKE 'idle in transaction%') "
            + "GROUP BY 1, 2 ORDER BY 1, 2";

    private SessionWatch() {}

    /** What is left after the grace, in words; says so too if the server does not run. */
    static List<String> leftovers(PostgresServer server, Duration grace) {
        if (!server.running()) {
            return List.of("the server was left stopped or frozen");
        }
        try {
            Await.holdsWithin(grace, () -> leftovers(server).isEmpty());
            return leftovers(server);
        } catch (IllegalStateException e) {
            return List.of("the server does not answer: " + e.getMessage());
        }
    }

    private static List<String> leftovers(PostgresServer server) {
        return server.adminRows(LEFT_BEHIND).stream()
                .map(row -> row.get(0) + ": " + row.get(2) + " " + row.get(1))
                .toList();
    }
}
