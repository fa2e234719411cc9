package org.momoko.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.momoko.Momoko;
import org.momoko.api.Pool;
import org.momoko.error.PartiallyConnectedException;
import org.momoko.spring.boot.autoconfigure.dao.MomokoDaoAutoConfiguration;
import org.momoko.spring.boot.autoconfigure.health.MomokoHealthContributorAutoConfiguration;
import org.momoko.spring.boot.autoconfigure.metrics.MomokoPoolMetricsAutoConfiguration;
import org.momoko.spring.boot.dao.MomokoExceptionTranslator;
import org.momoko.spring.boot.health.MomokoHealthIndicator;
import org.momoko.spring.boot.metrics.MomokoPoolMetrics;
import org.momoko.testing.Invariants;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.dao.support.PersistenceExceptionTranslator;

@ExtendWith(Invariants.class)
class MomokoAutoConfigurationTests {
    /** Port 1 is never listened on, so connecting is refused at once. */
    private static final String REFUSED = "momoko.url=postgresql://app:hidden-secret@127.0.0.1:1/app";

    static {
        Invariants.secret("hidden-secret");
    }

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    MomokoAutoConfiguration.class,
                    MomokoHealthContributorAutoConfiguration.class,
                    MomokoPoolMetricsAutoConfiguration.class,
                    MomokoDaoAutoConfiguration.class))
            .withPropertyValues(REFUSED);

    @Configuration(proxyBeanMethods = false)
    static class OwnPool {
        @Bean
        Pool ownPool() {
            return Momoko.pool("host=127.0.0.1 port=1 user=app").name("own").build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class SecondPool {
        @Bean(defaultCandidate = false)
        Pool auditPool() {
            return Momoko.pool("host=127.0.0.1 port=1 user=app").name("audit").build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnDetails {
        @Bean
        MomokoConnectionDetails details() {
            return () -> "host=127.0.0.1 port=1 user=app dbname=from_details";
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Customizers {
        final List<String> calls = new ArrayList<>();

        @Bean
        @Order(2)
        PoolBuilderCustomizer second() {
            return (name, pool) -> calls.add("second " + name);
        }

        @Bean
        @Order(1)
        PoolBuilderCustomizer first() {
            return (name, pool) -> {
                calls.add("first " + name);
                pool.maxSize(9);
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Registry {
        @Bean
        MeterRegistry registry() {
            return new SimpleMeterRegistry();
        }
    }

    @Test
    void providesAPoolThatStartsWithoutAServer() {
        runner.run(context -> {
            assertThat(context).hasNotFailed().hasSingleBean(Pool.class);
            assertThat(context.getBean(Pool.class).config().name()).isEqualTo("momoko");
        });
    }

    @Test
    @DisplayName("Sentence 4: an own Pool bean makes the auto-configured one back off")
    void theApplicationsOwnPoolReplacesIt() {
        runner.withUserConfiguration(OwnPool.class).run(context -> {
            assertThat(context).hasSingleBean(Pool.class).doesNotHaveBean(PoolLifecycle.class);
            assertThat(context.getBean(Pool.class).config().name()).isEqualTo("own");
        });
    }

    @Test
    @DisplayName("Sentence 4: a Pool bean with defaultCandidate=false does not")
    void aPoolThatIsNoDefaultCandidateLeavesItInPlace() {
        runner.withUserConfiguration(SecondPool.class).run(context -> {
            assertThat(context).getBeans(Pool.class).containsOnlyKeys("momokoPool", "auditPool");
            assertThat(context.getBeanProvider(Pool.class).getObject().config().name())
                    .isEqualTo("momoko");
        });
    }

    @Test
    void ownConnectionDetailsReplaceTheProperties() {
        runner.withUserConfiguration(OwnDetails.class).run(context -> {
            assertThat(context).hasSingleBean(MomokoConnectionDetails.class);
            assertThat(context.getBean(MomokoConnectionDetails.class).getUrl()).contains("from_details");
        });
    }

    @Test
    void customizersAreCalledInOrderAndWin() {
        runner.withUserConfiguration(Customizers.class).run(context -> {
            assertThat(context.getBean(Customizers.class).calls).containsExactly("first momoko", "second momoko");
            assertThat(context.getBean(Pool.class).config().maxSize()).isEqualTo(9);
        });
    }

    @Test
    void failFastStopsTheStart() {
        runner.withPropertyValues("momoko.pool.startup=fail-fast")
                .run(context ->
                        assertThat(context).hasFailed().getFailure().rootCause().isNotNull());
        runner.withPropertyValues("momoko.pool.raise-connect-errors=true")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining(PartiallyConnectedException.class.getName())
                        .hasStackTraceContaining("127.0.0.1:1"));
    }

    @Test
    void lazyOpensNothing() {
        runner.withPropertyValues("momoko.pool.startup=lazy").run(context -> {
            Pool pool = context.getBean(Pool.class);
            assertThat(pool.totals().created()).isZero();
            assertThat(pool.holders()).isEmpty();
            pool.evict();
            assertThat(pool.stats().total()).isZero();
            assertThat(pool.execute("SELECT 1")).failsWithin(java.time.Duration.ofSeconds(5));
            assertThat(pool.stats().dead()).isEqualTo(1);
        });
    }

    @Test
    void closesThePoolWithTheContext() {
        runner.run(context -> {
            Pool pool = context.getBean(Pool.class);
            context.close();
            assertThat(pool.closed()).isTrue();
        });
    }

    @Test
    void closesAfterExecutorsAndMayPause() {
        runner.run(context -> {
            PoolLifecycle lifecycle = context.getBean(PoolLifecycle.class);
            assertThat(lifecycle.getPhase()).isLessThan(Integer.MAX_VALUE / 2);
            assertThat(lifecycle.isPauseable()).isTrue();
            assertThat(lifecycle.isRunning()).isTrue();
        });
    }

    @Test
    void aStoppedContextStartsAgainWithTheSamePool() {
        runner.run(context -> {
            Pool pool = context.getBean(Pool.class);
            int hash = pool.hashCode();
            context.stop();
            assertThat(pool.closed()).isTrue();
            context.start();
            assertThat(pool.closed()).isFalse();
            assertThat(context.getBean(Pool.class)).isSameAs(pool).isEqualTo(pool);
            assertThat(pool.hashCode()).isEqualTo(hash);
        });
    }

    @Test
    void healthContributorStandsForTheOnlyPool() {
        runner.run(context ->
                assertThat(context.getBean("momokoHealthContributor")).isInstanceOf(MomokoHealthIndicator.class));
    }

    @Test
    void healthContributorIsCompositeForSeveralPools() {
        runner.withUserConfiguration(SecondPool.class).run(context -> {
            CompositeHealthContributor composite =
                    context.getBean("momokoHealthContributor", CompositeHealthContributor.class);
            assertThat(composite.getContributor("auditPool")).isInstanceOf(MomokoHealthIndicator.class);
            assertThat(composite.getContributor("momokoPool")).isInstanceOf(MomokoHealthIndicator.class);
        });
    }

    @Test
    @DisplayName("Sentence 11: both switches remove the health contributor")
    void healthCanBeSwitchedOff() {
        runner.withPropertyValues("management.health.momoko.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(HealthContributor.class));
        runner.withPropertyValues("management.health.defaults.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(HealthContributor.class));
    }

    @Test
    void noHealthWithoutSpringBootsHealth() {
        runner.withClassLoader(new FilteredClassLoader(HealthContributor.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("momokoHealthContributor"));
    }

    @Test
    void healthTimeoutMustBeMoreThanZero() {
        runner.withPropertyValues("momoko.health.timeout=0s")
                .run(context ->
                        assertThat(context).getFailure().rootCause().hasMessageContaining("momoko.health.timeout"));
    }

    @Test
    void metersNeedARegistry() {
        runner.run(context -> assertThat(context).doesNotHaveBean(MomokoPoolMetrics.class));
        runner.withUserConfiguration(Registry.class)
                .run(context -> assertThat(context).hasSingleBean(MomokoPoolMetrics.class));
    }

    @Test
    void noMetersWithoutMicrometer() {
        runner.withClassLoader(new FilteredClassLoader("io.micrometer"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(MomokoPoolMetrics.class));
    }

    @Test
    void poolsOfOneNameHaveMetersEach() {
        runner.withUserConfiguration(Registry.class, SecondPool.class)
                .withPropertyValues("momoko.pool.name=audit")
                .run(context -> {
                    MeterRegistry registry = context.getBean(MeterRegistry.class);
                    context.getBean(MomokoPoolMetrics.class).bindTo(registry);
                    assertThat(registry.get("momoko.pool.max").gauges())
                            .extracting(gauge -> gauge.getId().getTag("name"))
                            .hasSize(2)
                            .contains("audit")
                            .containsAnyOf("momokoPool", "auditPool");
                });
    }

    @Test
    void exceptionTranslatorNeedsSpringTx() {
        runner.run(context -> assertThat(context)
                .hasSingleBean(MomokoExceptionTranslator.class)
                .hasSingleBean(PersistenceExceptionTranslator.class));
        runner.withClassLoader(new FilteredClassLoader("org.springframework.dao"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("momokoExceptionTranslator"));
    }
}
