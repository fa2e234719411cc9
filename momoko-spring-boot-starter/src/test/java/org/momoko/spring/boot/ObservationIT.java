package org.momoko.spring.boot;

import static io.micrometer.observation.tck.TestObservationRegistryAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.observation.Observation;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.test.simple.SimpleSpan;
import io.micrometer.tracing.test.simple.SimpleTracer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.momoko.api.Pool;
import org.momoko.event.StatementListener;
import org.momoko.spring.boot.autoconfigure.MomokoAutoConfiguration;
import org.momoko.spring.boot.autoconfigure.observation.MomokoObservationAutoConfiguration;
import org.momoko.spring.boot.observation.DefaultStatementObservationConvention;
import org.momoko.spring.boot.observation.ObservationStatementListener;
import org.momoko.spring.boot.observation.StatementObservationConvention;
import org.momoko.testing.Invariants;
import org.momoko.testing.PostgresServer;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What is observed of statements, against a real server. */
@ExtendWith(Invariants.class)
class ObservationIT {
    private static final String NAME = DefaultStatementObservationConvention.NAME;

    private final PostgresServer server = PostgresServer.shared();
    private final TestObservationRegistry registry = TestObservationRegistry.create();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(MomokoAutoConfiguration.class, MomokoObservationAutoConfiguration.class))
            .withBean(TestObservationRegistry.class, () -> registry)
            .withPropertyValues(
                    "momoko.url=postgresql://" + server.host() + ":" + server.port() + "/app",
                    "momoko.username=app",
                    "momoko.password=" + PostgresServer.password("app"));

    private static void run(Pool pool, String sql, @Nullable Object... parameters) throws Exception {
        pool.execute(sql, parameters).handle((cursor, error) -> null).get(10, TimeUnit.SECONDS);
    }

    @Test
    void aStatementIsObservedWithTheKeysOfOpenTelemetry() {
        runner.run(context -> {
            run(context.getBean(Pool.class), "SELECT %s::text", "secret-parameter");

            assertThat(registry)
                    .hasSingleObservationThat()
                    .hasNameEqualTo(NAME)
                    .hasContextualNameEqualTo("SELECT app")
                    .hasBeenStarted()
                    .hasBeenStopped()
                    .hasLowCardinalityKeyValue("db.system.name", "postgresql")
                    .hasLowCardinalityKeyValue("db.namespace", "app")
                    .hasLowCardinalityKeyValue("db.operation.name", "SELECT")
                    .hasLowCardinalityKeyValue("db.client.connection.pool.name", "momoko")
                    .hasLowCardinalityKeyValue("server.address", server.host())
                    .hasLowCardinalityKeyValue("server.port", Integer.toString(server.port()))
                    .hasLowCardinalityKeyValue("db.response.status_code", "none")
                    .hasLowCardinalityKeyValue("error.type", "none")
                    .hasHighCardinalityKeyValue("db.query.text", "SELECT %s::text")
                    .hasHighCardinalityKeyValue("db.response.returned_rows", "1")
                    .doesNotHaveError();
            assertThat(registry)
                    .hasSingleObservationThat()
                    .satisfies(observed ->
                            assertThat(observed.getAllKeyValues().toString()).doesNotContain("secret-parameter"));
        });
    }

    @Test
    void anErrorIsObservedWithItsSqlstate() {
        runner.run(context -> {
            run(context.getBean(Pool.class), "SELECT 1/0");

            assertThat(registry)
                    .hasSingleObservationThat()
                    .hasBeenStopped()
                    .hasError()
                    .hasLowCardinalityKeyValue("db.response.status_code", "22012")
                    .hasLowCardinalityKeyValue("error.type", "22012");
        });
    }

    @Test
    void textsThatBeginWithNoCommandShareOneValue() {
        runner.run(context -> {
            run(context.getBean(Pool.class), "NONSENSE 4711");

            assertThat(registry).hasSingleObservationThat().hasLowCardinalityKeyValue("db.operation.name", "OTHER");
        });
    }

    @Test
    void everyStatementOfAChainHasTheCallersObservationAsParent() {
        runner.run(context -> {
            Pool pool = context.getBean(Pool.class);
            Observation request = Observation.start("request", registry);
            AtomicReference<Observation> currentInChain = new AtomicReference<>();
            AtomicReference<CompletableFuture<?>> chain = new AtomicReference<>();
            request.scoped(() -> chain.set(pool.execute("SELECT pg_sleep(0.05)").thenCompose(cursor -> {
                currentInChain.set(registry.getCurrentObservation());
                return pool.execute("VALUES (1)");
            })));
            chain.get().get(10, TimeUnit.SECONDS);
            request.stop();

            assertThat(currentInChain.get()).isSameAs(request);
            assertThat(registry)
                    .hasNumberOfObservationsWithNameEqualTo(NAME, 2)
                    .forAllObservationsWithNameEqualTo(NAME, observed -> observed.hasParentObservationEqualTo(request));
            assertThat(registry.getCurrentObservation()).isNull();
        });
    }

    @Test
    void aTracerMakesAClientSpanOfIt() {
        SimpleTracer tracer = new SimpleTracer();
        registry.observationConfig().observationHandler(new DefaultTracingObservationHandler(tracer));
        runner.run(context -> {
            run(context.getBean(Pool.class), "SELECT 1");

            SimpleSpan span = tracer.onlySpan();
            assertThat(span.getName()).isEqualTo("SELECT app");
            assertThat(span.getTags())
                    .containsEntry("db.query.text", "SELECT 1")
                    .containsEntry("db.namespace", "app");
        });
    }

    @Test
    void theTextCanBeLeftOut() {
        runner.withPropertyValues("momoko.observation.query-text=false").run(context -> {
            run(context.getBean(Pool.class), "SELECT 1");

            assertThat(registry).hasSingleObservationThat().doesNotHaveHighCardinalityKeyValueWithKey("db.query.text");
        });
    }

    @Test
    void nothingIsObservedWhenSwitchedOff() {
        runner.withPropertyValues("momoko.observation.enabled=false").run(context -> {
            run(context.getBean(Pool.class), "SELECT 1");

            assertThat(context).doesNotHaveBean(StatementListener.class);
            assertThat(registry).doesNotHaveAnyObservation();
        });
    }

    @Test
    void withoutARegistryThereIsNoListener() {
        new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(MomokoAutoConfiguration.class, MomokoObservationAutoConfiguration.class))
                .withPropertyValues("momoko.url=postgresql://127.0.0.1:1/app", "momoko.pool.startup=lazy")
                .run(context -> assertThat(context).doesNotHaveBean(StatementListener.class));
    }

    @Test
    void aConventionOfTheApplicationsWins() {
        runner.withBean(
                        StatementObservationConvention.class,
                        () -> new DefaultStatementObservationConvention(
                                DefaultStatementObservationConvention.OPEN_TELEMETRY_NAME, true))
                .run(context -> {
                    run(context.getBean(Pool.class), "SELECT 1");

                    assertThat(registry).hasSingleObservationThat().hasNameEqualTo("db.client.operation.duration");
                });
    }

    @Test
    void listenersOfTheApplicationsHearBesideTheObservation() {
        List<String> heard = new CopyOnWriteArrayList<>();
        runner.withBean("own", StatementListener.class, () -> start -> {
                    heard.add(start.sql());
                    return null;
                })
                .run(context -> {
                    run(context.getBean(Pool.class), "SELECT 1");

                    assertThat(heard).containsExactly("SELECT 1");
                    assertThat(context).hasSingleBean(ObservationStatementListener.class);
                    assertThat(registry).hasSingleObservationThat().hasNameEqualTo(NAME);
                });
    }
}
