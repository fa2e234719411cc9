package org.momoko.internal.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.momoko.internal.codec.Codecs;
import org.momoko.internal.codec.Parameters;
import org.momoko.internal.sql.ArgumentStyle;
import org.momoko.internal.sql.ParsedSql;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Finding the prepared statement for the values, and encoding Bind, Execute and Sync into a buffer that is there. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BindBenchmark {
    private static final Object[] ONE_INT = {42};
    private static final Object[] MIXED = {
        42,
        1L << 40,
        "a text of some length",
        new BigDecimal("123.45"),
        UUID.fromString("6f1f0a3e-9a53-4c6e-9d5a-0c2f5a1b7e11")
    };

    private final Parameters parameters = new Parameters(Codecs.standard());
    private final StatementRegistry registry = new StatementRegistry(1024);
    private final ParsedSql lookup =
            ParsedSql.parse("SELECT id, number FROM world WHERE id = $1", ArgumentStyle.POSITIONAL);
    private final ParsedSql insert =
            ParsedSql.parse("INSERT INTO t VALUES ($1, $2, $3, $4, $5)", ArgumentStyle.POSITIONAL);
    private final PreparedStatement preparedLookup = prepared(lookup, ONE_INT);
    private final PreparedStatement preparedInsert = prepared(insert, MIXED);
    private final ByteBuf out = Unpooled.directBuffer(4096);

    private PreparedStatement prepared(ParsedSql sql, Object[] values) {
        Statement statement = Objects.requireNonNull(registry.find(sql, values, parameters));
        return new PreparedStatement("s1", statement, parameters);
    }

    /** A point lookup by primary key. */
    @Benchmark
    public int oneInt() {
        return encode(lookup, preparedLookup, ONE_INT);
    }

    /** Five parameters of different types. */
    @Benchmark
    public int fiveMixed() {
        return encode(insert, preparedInsert, MIXED);
    }

    private int encode(ParsedSql sql, PreparedStatement prepared, Object[] values) {
        out.clear();
        if (registry.find(sql, values, parameters) != prepared.statement()) {
            throw new IllegalStateException("expected the statement that was prepared");
        }
        prepared.encode(out, values, parameters, false);
        return out.writerIndex();
    }
}
