package org.momoko.sample.database;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

class NoDatabaseConfiguredTests {
    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withUserConfiguration(OnlyWithoutDatabase.class);

    @Test
    void holdsWithoutUrlAndHost() {
        runner.withPropertyValues("momoko.pool.size=3")
                .run(context -> assertThat(context).hasBean("embedded"));
    }

    @Test
    void holdsWithEmptyUrlAndHost() {
        runner.withPropertyValues("momoko.url=", "momoko.host= ")
                .run(context -> assertThat(context).hasBean("embedded"));
    }

    @Test
    void doesNotHoldWithUrl() {
        runner.withPropertyValues("momoko.url=postgresql://db.example/ledger")
                .run(context -> assertThat(context).doesNotHaveBean("embedded"));
    }

    @Test
    void doesNotHoldWithHost() {
        runner.withPropertyValues("momoko.host=db.example")
                .run(context -> assertThat(context).doesNotHaveBean("embedded"));
    }

    @Configuration(proxyBeanMethods = false)
    @Conditional(NoDatabaseConfigured.class)
    static class OnlyWithoutDatabase {
        @Bean
        String embedded() {
            return "embedded";
        }
    }
}
