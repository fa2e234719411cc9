package org.momoko.spring.boot.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.momoko.api.Pool;
import org.momoko.spring.boot.ServerKeys;
import org.momoko.spring.boot.autoconfigure.MomokoAutoConfiguration;
import org.momoko.spring.boot.autoconfigure.MomokoSqlInitializationAutoConfiguration;
import org.momoko.testing.Invariants;
import org.momoko.testing.PostgresServer;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.transaction.annotation.Transactional;

/** Applications that migrate their database through JDBC and use Momoko beside it. */
@ExtendWith(Invariants.class)
class FlywayIT {
    private final PostgresServer server = PostgresServer.shared();

    @TempDir
    private Path directory;

    private ApplicationContextRunner runner = new ApplicationContextRunner();

    @BeforeEach
    void begin() {
        server.admin("DROP SCHEMA IF EXISTS migrated CASCADE; CREATE SCHEMA migrated AUTHORIZATION app");
        runner = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        MomokoAutoConfiguration.class,
                        MomokoSqlInitializationAutoConfiguration.class,
                        DataSourceAutoConfiguration.class,
                        DataSourceTransactionManagerAutoConfiguration.class,
                        TransactionAutoConfiguration.class,
                        JdbcTemplateAutoConfiguration.class))
                .withUserConfiguration(Cities.class, AtStart.class)
                .withPropertyValues(ServerKeys.of(server))
                .withPropertyValues(
                        "spring.datasource.url=jdbc:postgresql://" + server.host() + ":" + server.port()
                                + "/app?currentSchema=migrated&ApplicationName=momoko-test",
                        "spring.datasource.type=" + SimpleDriverDataSource.class.getName(),
                        "spring.datasource.username=app",
                        "spring.datasource.password=" + PostgresServer.password("app"),
                        "momoko.options.search_path=migrated");
    }

    @AfterEach
    void end() {
        server.admin("DROP SCHEMA IF EXISTS migrated CASCADE");
    }

    @Test
    @DisplayName(
            "16. With Flyway on JDBC in the same app, momoko clients used in an initializer see the migrated schema,"
                    + " and JDBC @Transactional still works")
    void momokoSeesWhatFlywayMigratedAndTransactionsOfJdbcStay() throws Exception {
        Files.writeString(
                directory.resolve("V1__city.sql"),
                "CREATE TABLE city (name text UNIQUE); INSERT INTO city VALUES ('Delft')");
        runner.withConfiguration(AutoConfigurations.of(FlywayAutoConfiguration.class))
                .withPropertyValues("spring.flyway.locations=filesystem:" + directory, "spring.flyway.schemas=migrated")
                .run(FlywayIT::check);
    }

    @Test
    void momokoSeesWhatLiquibaseMigrated() throws Exception {
        Path changes = Files.writeString(directory.resolve("changes.sql"), """
                --liquibase formatted sql
                --changeset ann:1
                CREATE TABLE city (name text UNIQUE);
                INSERT INTO city VALUES ('Delft');
                """);
        runner.withConfiguration(AutoConfigurations.of(LiquibaseAutoConfiguration.class))
                .withPropertyValues(
                        "spring.liquibase.change-log=" + changes.toUri(),
                        "spring.liquibase.default-schema=migrated",
                        "spring.liquibase.analytics-enabled=false")
                .run(FlywayIT::check);
    }

    private static void check(org.springframework.boot.test.context.assertj.AssertableApplicationContext context) {
        assertThat(context).hasNotFailed();
        assertThat(context.getBean(AtStart.class).seen).containsExactly("Delft");
        Cities cities = context.getBean(Cities.class);
        cities.add("Gouda");
        assertThat(AtStart.names(context.getBean(Pool.class))).containsExactly("Delft", "Gouda");
        assertThatThrownBy(() -> cities.addAndFail("Leiden")).isInstanceOf(IllegalStateException.class);
        assertThat(AtStart.names(context.getBean(Pool.class))).containsExactly("Delft", "Gouda");
    }

    /** Uses the pool while the context is made, without a word about what it depends on. */
    static class AtStart implements InitializingBean {
        private final Pool pool;
        private List<String> seen = List.of();

        AtStart(Pool pool) {
            this.pool = pool;
        }

        @Override
        public void afterPropertiesSet() {
            seen = names(pool);
        }

        static List<String> names(Pool pool) {
            try {
                return pool.execute("SELECT name FROM city ORDER BY name").get(20, TimeUnit.SECONDS).stream()
                        .map(row -> String.valueOf(row.getString("name")))
                        .toList();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    /** Not final, since Spring's transactions come in a subclass. */
    static class Cities {
        private final JdbcTemplate jdbc;

        Cities(JdbcTemplate jdbc) {
            this.jdbc = jdbc;
        }

        @Transactional
        public void add(String name) {
            jdbc.update("INSERT INTO city VALUES (?)", name);
        }

        @Transactional
        public void addAndFail(String name) {
            add(name);
            throw new IllegalStateException("rolled back");
        }
    }
}
