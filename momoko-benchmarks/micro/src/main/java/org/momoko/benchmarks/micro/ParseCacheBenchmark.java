package org.momoko.benchmarks.micro;

import java.util.concurrent.TimeUnit;
import org.momoko.internal.sql.ArgumentStyle;
import org.momoko.internal.sql.ParsedSql;
import org.momoko.internal.sql.ParsedSqlCache;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Taking a statement's text apart, and finding it in the cache instead. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ParseCacheBenchmark {
    private static final String SQL =
            "SELECT id, name, price FROM product WHERE category = %s AND price < %s ORDER BY name LIMIT %s -- page";

    private final ParsedSqlCache cache = new ParsedSqlCache(1024);

    /** A text that was seen before. */
    @Benchmark
    public ParsedSql hit() {
        return cache.get(SQL, ArgumentStyle.POSITIONAL);
    }

    /** A text that is new. */
    @Benchmark
    public ParsedSql lex() {
        return ParsedSql.parse(SQL, ArgumentStyle.POSITIONAL);
    }
}
