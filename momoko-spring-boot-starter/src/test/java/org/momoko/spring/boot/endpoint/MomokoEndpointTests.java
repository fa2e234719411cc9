package org.momoko.spring.boot.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.momoko.Momoko;
import org.momoko.api.Pool;
import org.momoko.spring.boot.autoconfigure.MomokoAutoConfiguration;
import org.momoko.spring.boot.autoconfigure.endpoint.MomokoEndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class MomokoEndpointTests {
    /** Port 1 is never listened on, so connecting is refused at once. */
    private final Pool pool = Momoko.pool("host=127.0.0.1 port=1 user=app password=hidden-secret")
            .name("ledger")
            .size(2)
            .maxSize(5)
            .raiseConnectErrors(false)
            .setsession("SET app.key TO 'hidden-secret'")
            .resetQuery("SELECT 'hidden-secret'")
            .acquireTimeout(Duration.ofSeconds(7))
            .build();

    private final MomokoEndpoint endpoint = new MomokoEndpoint(Map.of("ledger", pool));

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(MomokoAutoConfiguration.class, MomokoEndpointAutoConfiguration.class))
            .withPropertyValues(
                    "momoko.host=127.0.0.1",
                    "momoko.port=1",
                    "momoko.username=app",
                    "management.endpoints.jmx.exposure.exclude=*");

    @AfterEach
    void close() {
        if (!pool.closed()) {
            pool.close();
        }
    }

    private PoolDescriptor ledger() {
        PoolDescriptor found = endpoint.pool("ledger");
        assertThat(found).isNotNull();
        return found;
    }

    @Test
    void showsCountsTotalsAndConfiguration() {
        pool.connect().join();

        PoolDescriptor ledger = ledger();

        assertThat(ledger.name()).isEqualTo("ledger");
        assertThat(ledger.closed()).isFalse();
        assertThat(ledger.serverVersion()).isNull();
        assertThat(ledger.connections()).isEqualTo(new PoolDescriptor.Connections(0, 0, 0, 2, 2, 5));
        assertThat(ledger.waiting()).isZero();
        assertThat(ledger.totals().created()).isZero();
        assertThat(ledger.totals().closed())
                .containsOnlyKeys("evicted", "lifetime", "lost", "pool-closed", "shrunk", "validation", "wrong-role");
        assertThat(ledger.config().size()).isEqualTo(2);
        assertThat(ledger.config().maxSize()).isEqualTo(5);
        assertThat(ledger.config().acquireTimeout()).isEqualTo(Duration.ofSeconds(7));
        assertThat(ledger.config().setsessionStatements()).isEqualTo(1);
        assertThat(ledger.config().resetQuery()).isTrue();
        assertThat(ledger.holders()).isNull();
    }

    @Test
    void showsNoSecret() {
        assertThat(endpoint.pools().toString()).contains("ledger").doesNotContain("hidden-secret");
    }

    @Test
    void aClosedPoolIsShownAsClosed() {
        pool.close();
        assertThat(ledger().closed()).isTrue();
    }

    @Test
    void anUnknownPoolIsNotFound() {
        assertThat(endpoint.pool("other")).isNull();
        assertThatThrownBy(() -> endpoint.evict("other"))
                .isInstanceOf(InvalidEndpointRequestException.class)
                .hasFieldOrPropertyWithValue("reason", "expected one of [ledger]");
    }

    @Test
    void thereIsNoneUnlessExposed() {
        runner.run(context -> assertThat(context).doesNotHaveBean(MomokoEndpoint.class));
        runner.withPropertyValues("management.endpoints.web.exposure.include=momoko")
                .run(context -> assertThat(context).hasSingleBean(MomokoEndpoint.class));
    }

    @Test
    void noAccessMeansNoEndpoint() {
        runner.withPropertyValues(
                        "management.endpoints.web.exposure.include=momoko", "management.endpoint.momoko.access=NONE")
                .run(context -> assertThat(context).doesNotHaveBean(MomokoEndpoint.class));
    }

    @Test
    void thereIsNoneWithoutAPool() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(MomokoEndpointAutoConfiguration.class))
                .withPropertyValues("management.endpoints.web.exposure.include=momoko")
                .run(context -> assertThat(context).doesNotHaveBean(MomokoEndpoint.class));
    }

    @Test
    void anEndpointOfTheApplicationReplacesIt() {
        MomokoEndpoint own = new MomokoEndpoint(Map.of());
        runner.withBean(MomokoEndpoint.class, () -> own)
                .withPropertyValues("management.endpoints.web.exposure.include=momoko")
                .run(context ->
                        assertThat(context).getBean(MomokoEndpoint.class).isSameAs(own));
    }

    @Test
    void namedPoolsAreKnownByTheirNames() {
        runner.withPropertyValues(
                        "management.endpoints.web.exposure.include=momoko",
                        "momoko.pools.audit.host=127.0.0.1",
                        "momoko.pools.audit.port=1",
                        "momoko.pools.audit.username=app")
                .run(context -> assertThat(
                                context.getBean(MomokoEndpoint.class).pools().pools())
                        .containsOnlyKeys("momoko", "audit"));
    }
}
