package org.momoko.benchmarks.peer.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.momoko.benchmarks.data.Batch;
import org.momoko.benchmarks.data.BigRows;
import org.momoko.benchmarks.data.Fortunes;
import org.momoko.benchmarks.data.World;
import org.momoko.benchmarks.harness.Lane;
import org.momoko.benchmarks.harness.Peer;
import org.momoko.benchmarks.harness.Step;
import org.momoko.benchmarks.harness.Target;
import org.momoko.benchmarks.harness.VirtualThreads;
import org.momoko.benchmarks.harness.Workload;

/**
 * pgjdbc with HikariCP; each lane has a thread of its own. Variants: {@code platform} and {@code virtual} threads;
 * {@code rewrite}, platform threads with batches rewritten to inserts of many rows.
 */
public final class JdbcPeer implements Peer {
    /** Rows that the server sends at a time, so that large results are not gathered in memory. */
    private static final int FETCH_SIZE = 1_000;

    private static final String ONE = jdbc(World.ONE);
    private static final String LOOKUP = jdbc(World.LOOKUP);
    private static final String UPDATE = jdbc(World.UPDATE);
    private static final String SELECT_ACCOUNT = jdbc(World.SELECT_ACCOUNT);
    private static final String INSERT = jdbc(Batch.INSERT);

    private final String[] labels = Batch.labels();
    private final Properties login = new Properties();
    private Executor starter = lane -> new Thread(lane, "lane").start();
    private String url = "";
    private @Nullable HikariDataSource openedPool;
    private int size;

    private static String jdbc(String sql) {
        return sql.replaceAll("\\$\\d", "?");
    }

    @Override
    public void open(Target target, Workload workload, String variant) {
        url = "jdbc:postgresql://" + target.host() + ":" + target.port() + "/" + target.database();
        login.setProperty("user", target.user());
        login.setProperty("password", target.password());
        login.setProperty("sslmode", "disable");
        login.setProperty("gssEncMode", "disable");
        if (variant.equals("rewrite")) {
            login.setProperty("reWriteBatchedInserts", "true");
        }
        if (variant.equals("virtual")) {
            starter = VirtualThreads.starter();
        }
        size = workload.pool();
        switch (workload.kind()) {
            case CONNECT, WARM16 -> {}
            default -> openedPool = newPool();
        }
    }

    private HikariDataSource newPool() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setDataSourceProperties(login);
        config.setMaximumPoolSize(size);
        return new HikariDataSource(config);
    }

    @Override
    public Executor starter() {
        return starter;
    }

    private Connection borrow() throws SQLException {
        return Objects.requireNonNull(openedPool).getConnection();
    }

    @Override
    public Step one(Lane lane) {
        return () -> {
            int value = lane.draw(World.ROWS);
            lane.expect(value);
            long sum;
            try (Connection connection = borrow()) {
                sum = number(connection, ONE, value);
            }
            lane.done(sum);
        };
    }

    @Override
    public Step lookup(Lane lane) {
        return () -> {
            long sum;
            try (Connection connection = borrow()) {
                sum = lookup(connection, lane);
            }
            lane.done(sum);
        };
    }

    private static long lookup(Connection connection, Lane lane) throws SQLException {
        int id = lane.draw(World.ROWS);
        lane.expect(World.expected(id));
        try (PreparedStatement statement = connection.prepareStatement(LOOKUP)) {
            statement.setInt(1, id);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return World.sum(rows.getInt(1), rows.getInt(2));
            }
        }
    }

    @Override
    public Step fortunes(Lane lane) {
        return () -> {
            lane.expect(Fortunes.EXPECTED);
            long sum = 0;
            try (Connection connection = borrow();
                    PreparedStatement statement = connection.prepareStatement(Fortunes.SELECT);
                    ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    sum += Fortunes.sum(rows.getInt(1), rows.getString(2));
                }
            }
            lane.done(sum);
        };
    }

    @Override
    public Step queries(Lane lane) {
        return () -> {
            long sum = 0;
            try (Connection connection = borrow()) {
                for (int i = 0; i < World.QUERIES; i++) {
                    sum += lookup(connection, lane);
                }
            }
            lane.done(sum);
        };
    }

    @Override
    public Step update(Lane lane) {
        return () -> {
            lane.expect(1);
            long changed;
            try (Connection connection = borrow()) {
                changed = change(connection, lane.draw(World.ROWS), lane.draw(World.ROWS));
            }
            lane.done(changed);
        };
    }

    private static long change(Connection connection, int id, int number) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(UPDATE)) {
            statement.setInt(1, number);
            statement.setInt(2, id);
            return statement.executeUpdate();
        }
    }

    private static long number(Connection connection, String sql, int parameter) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, parameter);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }

    @Override
    public Step transaction(Lane lane) {
        return () -> {
            int id = lane.draw(World.ROWS);
            int number = lane.draw(World.ROWS);
            lane.expect(number);
            long found;
            try (Connection connection = borrow()) {
                connection.setAutoCommit(false);
                number(connection, SELECT_ACCOUNT, id);
                change(connection, id, number);
                found = number(connection, SELECT_ACCOUNT, id);
                connection.commit();
            }
            lane.done(found);
        };
    }

    @Override
    public Step big(Lane lane) {
        return () -> {
            lane.expect(BigRows.EXPECTED);
            long sum = 0;
            try (Connection connection = borrow()) {
                connection.setAutoCommit(false); // rows are fetched in portions only in a transaction
                try (PreparedStatement statement = connection.prepareStatement(BigRows.SELECT)) {
                    statement.setFetchSize(FETCH_SIZE);
                    try (ResultSet rows = statement.executeQuery()) {
                        while (rows.next()) {
                            sum += bigSum(rows);
                        }
                    }
                }
                connection.commit();
            }
            lane.done(sum);
        };
    }

    private static long bigSum(ResultSet row) throws SQLException {
        return BigRows.sum(
                row.getInt(1),
                row.getLong(2),
                row.getString(3),
                row.getObject(4, OffsetDateTime.class),
                row.getBigDecimal(5),
                row.getBoolean(6),
                row.getObject(7, UUID.class),
                row.getDouble(8),
                BigRows.number(row.getString(9)),
                row.getBytes(10));
    }

    @Override
    public Step batch(Lane lane) {
        return () -> {
            lane.expect(Batch.ROWS);
            long inserted = 0;
            try (Connection connection = borrow()) {
                connection.setAutoCommit(false);
                try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
                    for (int i = 0; i < Batch.ROWS; i++) {
                        statement.setInt(1, i);
                        statement.setString(2, labels[i]);
                        statement.setLong(3, i);
                        statement.addBatch();
                    }
                    for (int count : statement.executeBatch()) {
                        // a rewritten insert tells only that it succeeded
                        inserted += count == PreparedStatement.SUCCESS_NO_INFO ? 1 : count;
                    }
                }
                connection.commit();
            }
            lane.done(inserted);
        };
    }

    @Override
    public Step acquire(Lane lane) {
        return () -> {
            borrow().close();
            lane.done(0);
        };
    }

    @Override
    public Step connect(Lane lane) {
        return () -> {
            DriverManager.getConnection(url, login).close();
            lane.done(0);
        };
    }

    @Override
    public Step warm(Lane lane) {
        return () -> {
            lane.expect(size);
            int opened;
            try (HikariDataSource fresh = newPool()) {
                do {
                    Thread.sleep(1); // it fills itself, and tells nobody when it is full
                    opened = fresh.getHikariPoolMXBean().getTotalConnections();
                } while (opened < size);
            }
            lane.done(opened);
        };
    }

    @Override
    public void close() {
        if (openedPool != null) {
            openedPool.close();
        }
    }
}
