package org.momoko.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.momoko.Momoko;
import org.momoko.api.Pool;
import org.momoko.spring.boot.autoconfigure.health.MomokoHealthContributorAutoConfiguration;
import org.momoko.spring.boot.health.MomokoHealthIndicator;
import org.momoko.testing.Invariants;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

@ExtendWith(Invariants.class)
class NamedPoolsTests {
    /** Port 1 is never listened on, so connecting is refused at once. */
    private static final String REFUSED = "=postgresql://app:hidden-secret@127.0.0.1:1/app";

    static {
        Invariants.secret("hidden-secret");
    }

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    MomokoAutoConfiguration.class, MomokoHealthContributorAutoConfiguration.class))
            .withPropertyValues("momoko.pools.audit.url" + REFUSED, "momoko.pools.audit.pool.max-size=3");

    private final ApplicationContextRunner withDefault = runner.withPropertyValues("momoko.url" + REFUSED);

    @Configuration(proxyBeanMethods = false)
    static class Services {
        @Bean
        String plain(Pool pool) {
            return pool.config().name();
        }

        @Bean
        String qualified(@Qualifier("audit") Pool pool) {
            return pool.config().name();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnPool {
        @Bean
        Pool ownPool() {
            return Momoko.pool("host=127.0.0.1 port=1 user=app").name("own").build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnDetails {
        @Bean
        MomokoConnectionDetails details() {
            return () -> "host=127.0.0.1 port=1 user=app";
        }
    }

    @Test
    @DisplayName("Sentence 5: by-type injection picks the default pool, a qualifier the other")
    void plainInjectionGetsTheDefaultPoolAndAQualifierTheNamedOne() {
        withDefault.withUserConfiguration(Services.class).run(context -> {
            assertThat(context).getBeans(Pool.class).containsOnlyKeys("momokoPool", "audit");
            assertThat(context.getBean("plain")).isEqualTo("momoko");
            assertThat(context.getBean("qualified")).isEqualTo("audit");
            assertThat(context.getBean("audit", Pool.class).config().maxSize()).isEqualTo(3);
        });
    }

    @Test
    void namedPoolsAloneMakeNoDefaultPool() {
        runner.withUserConfiguration(Services.class).run(context -> {
            assertThat(context).getBeans(Pool.class).containsOnlyKeys("audit");
            assertThat(context.getBean("plain")).isEqualTo("audit");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "momoko.host=127.0.0.1",
                "momoko.port=1",
                "momoko.database=app",
                "momoko.username=app",
                "momoko.password=hidden-secret",
                "momoko.application-name=ledger",
                "momoko.connect-timeout=1s",
                "momoko.ssl.mode=disable",
                "momoko.pool.startup=warm-up"
            })
    void anyKeyOfTheDefaultPoolMakesIt(String key) {
        runner.withPropertyValues(key)
                .run(context -> assertThat(context.getBeanFactory())
                        .matches(factory -> factory.containsBean("momokoPool"), "has a default pool"));
    }

    @Test
    void settingsOfHealthMakeNoDefaultPool() {
        runner.withPropertyValues("momoko.health.timeout=2s")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("momokoPool"));
    }

    @Test
    void connectionDetailsOfTheApplicationMakeTheDefaultPool() {
        runner.withUserConfiguration(OwnDetails.class)
                .run(context -> assertThat(context).getBeans(Pool.class).containsOnlyKeys("audit", "momokoPool"));
    }

    @Test
    void aPoolOfTheApplicationReplacesTheDefaultOneOnly() {
        withDefault.withUserConfiguration(OwnPool.class).run(context -> {
            assertThat(context).getBeans(Pool.class).containsOnlyKeys("audit", "ownPool");
            assertThat(context.getBeanProvider(Pool.class).getObject().config().name())
                    .isEqualTo("own");
        });
    }

    @Test
    @DisplayName("Sentence 5: with two pools health is composite")
    void eachPoolHasItsOwnHealth() {
        withDefault.run(context -> {
            CompositeHealthContributor health =
                    context.getBean("momokoHealthContributor", CompositeHealthContributor.class);
            assertThat(health.getContributor("audit")).isInstanceOf(MomokoHealthIndicator.class);
            assertThat(health.getContributor("momokoPool")).isInstanceOf(MomokoHealthIndicator.class);
        });
    }

    @Test
    void customizersAreToldThePoolsName() {
        List<String> built = new ArrayList<>();
        withDefault
                .withBean(PoolBuilderCustomizer.class, () -> (name, builder) -> built.add(name))
                .withPropertyValues("momoko.pools.audit.pool.name=trail")
                .run(context -> assertThat(built).containsExactlyInAnyOrder("momoko", "trail"));
    }

    @Test
    void allPoolsCloseWithTheContext() {
        withDefault.run(context -> {
            Map<String, Pool> pools = context.getBeansOfType(Pool.class);
            assertThat(pools).hasSize(2);
            context.close();
            assertThat(pools.values()).allMatch(Pool::closed);
        });
    }

    @Test
    void nothingIsTakenOverFromTheDefaultPool() {
        withDefault
                .withPropertyValues("momoko.pool.max-size=9", "momoko.pools.other.host=127.0.0.1")
                .withPropertyValues("momoko.pools.other.port=1", "momoko.pools.other.username=app")
                .run(context -> assertThat(
                                context.getBean("other", Pool.class).config().maxSize())
                        .isEqualTo(1));
    }

    @Test
    void aWrongValueNamesItsKeyBeforeAnyPoolIsBuilt() {
        List<String> built = new ArrayList<>();
        withDefault
                .withBean(PoolBuilderCustomizer.class, () -> (name, builder) -> built.add(name))
                .withPropertyValues("momoko.pools.audit.pool.size=5")
                .run(context -> {
                    assertThat(context)
                            .getFailure()
                            .rootCause()
                            .isInstanceOf(InvalidConfigurationPropertyValueException.class)
                            .hasMessageContaining("momoko.pools.audit.pool.max-size")
                            .hasMessageContaining("momoko.pools.audit.pool.size, which is 5");
                    assertThat(built).isEmpty();
                });
    }

    @Test
    void urlExcludesItsPartsInANamedPoolToo() {
        runner.withPropertyValues("momoko.pools.audit.host=db")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("momoko.pools.audit.url")
                        .hasMessageContaining("momoko.pools.audit.host"));
    }

    @Test
    void unknownKeyOfANamedPoolStopsTheStart() {
        runner.withPropertyValues("momoko.pools.audit.pool.max-sizee=3")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("momoko.pools.audit.pool.max-sizee"));
    }

    @Test
    void aNameMayHaveADash() {
        runner.withPropertyValues("momoko.pools.audit-log.url" + REFUSED)
                .run(context -> assertThat(context).getBeans(Pool.class).containsOnlyKeys("audit", "audit-log"));
    }

    @Test
    void aVariableThatMeansAPoolWithADashStopsTheStart() {
        runner.withPropertyValues("momoko.pools.audit-log.url" + REFUSED)
                .withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .replace(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                                new SystemEnvironmentPropertySource(
                                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                                        new TreeMap<>(Map.of("MOMOKO_POOLS_AUDITLOG_PASSWORD", "hidden-secret")))))
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("momoko.pools.auditlog")
                        .hasMessageContaining("momoko.pools.audit-log"));
    }
}
