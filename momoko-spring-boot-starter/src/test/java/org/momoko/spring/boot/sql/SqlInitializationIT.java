package org.momoko.spring.boot.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.momoko.api.Pool;
import org.momoko.spring.boot.LogLines;
import org.momoko.spring.boot.ServerKeys;
import org.momoko.spring.boot.autoconfigure.MomokoAutoConfiguration;
import org.momoko.spring.boot.autoconfigure.MomokoSqlInitializationAutoConfiguration;
import org.momoko.testing.Invariants;
import org.momoko.testing.PostgresServer;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

/** Scripts of {@code spring.sql.init} in an application that has Momoko alone. */
@ExtendWith(Invariants.class)
class SqlInitializationIT {
    private final PostgresServer server = PostgresServer.shared();

    @TempDir
    private Path directory;

    private ApplicationContextRunner runner = new ApplicationContextRunner();

    @BeforeEach
    void begin() {
        server.admin("DROP SCHEMA IF EXISTS scripts CASCADE; CREATE SCHEMA scripts AUTHORIZATION app");
        runner = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        MomokoAutoConfiguration.class, MomokoSqlInitializationAutoConfiguration.class))
                .withPropertyValues(ServerKeys.of(server))
                .withPropertyValues("momoko.options.search_path=scripts", "spring.sql.init.mode=always");
    }

    @AfterEach
    void end() {
        server.admin("DROP SCHEMA IF EXISTS scripts CASCADE");
    }

    private String script(String name, String text, Charset encoding) throws Exception {
        return Files.writeString(directory.resolve(name), text, encoding)
                .toUri()
                .toString();
    }

    private String schema(String text) throws Exception {
        return "spring.sql.init.schema-locations=" + script("schema.sql", text, StandardCharsets.UTF_8);
    }

    private static String value(Pool pool, String sql) throws Exception {
        return String.valueOf(
                pool.execute(sql).get(20, TimeUnit.SECONDS).fetchAll().get(0).getString(0));
    }

    private Object admin(String sql) {
        return String.valueOf(server.adminRows(sql).get(0).get(0));
    }

    @Test
    void scriptsRunBeforeThePoolConnects() throws Exception {
        runner.withPropertyValues(
                        schema("""
                                CREATE TABLE city (name text);
                                /* a trigger; with a body */
                                CREATE FUNCTION shout() RETURNS trigger LANGUAGE plpgsql AS $body$
                                BEGIN
                                    NEW.name := upper(NEW.name); -- loud; very
                                    RETURN NEW;
                                END
                                $body$;
                                CREATE TRIGGER loud BEFORE INSERT ON city FOR EACH ROW EXECUTE FUNCTION shout();
                                """),
                        "spring.sql.init.data-locations="
                                + script(
                                        "data.sql",
                                        "INSERT INTO city VALUES ('delft; holland')",
                                        StandardCharsets.UTF_8),
                        // fails on a connection that is opened before the table is there
                        "momoko.pool.setsession[0]=SELECT count(*) FROM city")
                .run(context -> assertThat(value(context.getBean(Pool.class), "SELECT name FROM city"))
                        .isEqualTo("DELFT; HOLLAND"));
    }

    @Test
    void encodingSeparatorAndPlatformAreThoseOfTheProperties() throws Exception {
        script(
                "own-mine.sql",
                "CREATE TABLE a (n text)\nGO\nINSERT INTO a VALUES ('caf\u00e9;')\nGO",
                StandardCharsets.ISO_8859_1);
        runner.withPropertyValues(
                        "spring.sql.init.schema-locations=" + directory.toUri() + "own-${spring.sql.init.platform}.sql",
                        "spring.sql.init.platform=mine",
                        "spring.sql.init.encoding=ISO-8859-1",
                        "spring.sql.init.separator=GO")
                .run(context -> assertThat(value(context.getBean(Pool.class), "SELECT n FROM a"))
                        .isEqualTo("caf\u00e9;"));
    }

    @Test
    void failureNamesScriptStatementAndLine() throws Exception {
        runner.withPropertyValues(schema("CREATE TABLE a (n int);\n\nCREATE TABEL b (n int);\nCREATE TABLE c (n int);"))
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .satisfies(cause -> assertThat(context.getStartupFailure())
                                .hasStackTraceContaining("statement 2 (line 3) of URL [file:")
                                .hasStackTraceContaining("schema.sql] failed: ")
                                .hasStackTraceContaining("syntax error")));
        assertThat(admin("SELECT to_regclass('scripts.a') || ' ' || coalesce(to_regclass('scripts.c')::text, 'none')"))
                .isEqualTo("scripts.a none");
    }

    @Test
    void continueOnErrorTellsAndGoesOn() throws Exception {
        try (LogLines log = new LogLines()) {
            runner.withPropertyValues(
                            schema("CREATE TABEL b (n int); CREATE TABLE c (n int)"),
                            "spring.sql.init.continue-on-error=true")
                    .run(context -> assertThat(value(context.getBean(Pool.class), "SELECT count(*) FROM c"))
                            .isEqualTo("0"));
            assertThat(log.lines()).anySatisfy(line -> assertThat(line).contains("statement 1 (line 1)"));
        }
    }

    @Test
    void scriptsMayRunAsAnotherRole() throws Exception {
        runner.withPropertyValues(
                        schema("CREATE TABLE a AS SELECT current_user AS who, current_database() AS place;"
                                + " GRANT SELECT ON a TO app"),
                        "spring.sql.init.username=postgres",
                        "spring.sql.init.password=" + PostgresServer.password("postgres"))
                .run(context -> {
                    assertThat(value(context.getBean(Pool.class), "SELECT who || '@' || place FROM a"))
                            .isEqualTo("postgres@app");
                    assertThat(value(context.getBean(Pool.class), "SELECT current_user"))
                            .isEqualTo("app");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "never"})
    void withoutModeAlwaysNothingRuns(String mode) throws Exception {
        runner.withPropertyValues(schema("CREATE TABLE a (n int)"), "spring.sql.init.mode=" + mode)
                .run(context -> assertThat(value(context.getBean(Pool.class), "SELECT to_regclass('a') IS NULL"))
                        .isEqualTo("t"));
    }

    @Test
    void dataSourceKeepsTheScriptsToItself() throws Exception {
        runner.withBean(DataSource.class, SimpleDriverDataSource::new)
                .withPropertyValues(schema("CREATE TABLE a (n int)"))
                .run(context -> assertThat(context).doesNotHaveBean(MomokoScriptDatabaseInitializer.class));
    }

    @Test
    void r2dbcKeepsTheScriptsToItself() throws Exception {
        runner.withBean(io.r2dbc.spi.ConnectionFactory.class, SqlInitializationIT::r2dbc)
                .withPropertyValues(schema("CREATE TABLE a (n int)"))
                .run(context -> assertThat(context).doesNotHaveBean(MomokoScriptDatabaseInitializer.class));
    }

    private static io.r2dbc.spi.ConnectionFactory r2dbc() {
        return new io.r2dbc.spi.ConnectionFactory() {
            @Override
            public org.reactivestreams.Publisher<? extends io.r2dbc.spi.Connection> create() {
                throw new UnsupportedOperationException();
            }

            @Override
            public io.r2dbc.spi.ConnectionFactoryMetadata getMetadata() {
                return () -> "none";
            }
        };
    }

    @Test
    void poolsOfAllNamesWait() throws Exception {
        runner.withPropertyValues(
                        schema("CREATE TABLE a (n int)"),
                        "momoko.pools.audit.host=127.0.0.1",
                        "momoko.pools.audit.port=1")
                .run(context -> {
                    for (String pool : new String[] {"momokoPool", "audit"}) {
                        BeanDefinition definition = context.getBeanFactory().getBeanDefinition(pool);
                        assertThat(definition.getDependsOn()).containsExactly("momokoScriptDatabaseInitializer");
                    }
                });
    }
}
