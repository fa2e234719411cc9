package org.momoko.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
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
    @ValueSource(
            strings = {
                "spring-boot-actuator",
                "spring-boot-health",
                "micrometer",
                "spring-tx",
                "jackson",
                "reactor",
                "reactive-streams|reactor",
                "spring-boot-actuator|spring-boot-health|micrometer|spring-tx|jackson|reactor"
            })
    void startsWithout(String libraries) throws IOException, InterruptedException {
        String present = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        String classPath = Arrays.stream(present.split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).getFileName().toString().matches("(" + libraries + ").*\\.jar"))
                .collect(Collectors.joining(File.pathSeparator));
        assertThat(classPath).isNotEqualTo(present);

        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath,
                        Application.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        assertThat(output).contains("pools [momokoPool, audit]").contains("proxied true");
    }
}
