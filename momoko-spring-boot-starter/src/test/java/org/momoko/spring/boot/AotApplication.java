package org.momoko.spring.boot;

import org.momoko.api.Pool;
import org.springframework.aot.AotDetector;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** Asks each pool one question and ends; what is generated ahead of time is looked for beside a class on top level. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class AotApplication {

    public static void main(String[] args) {
        System.out.println("generated: " + AotDetector.useGeneratedArtifacts());
        try (ConfigurableApplicationContext context = SpringApplication.run(AotApplication.class, args)) {
            context.getBeansOfType(Pool.class)
                    .forEach((name, pool) -> System.out.println("answer of " + name + " "
                            + pool.execute("SELECT 42").join().fetchAll().get(0).getInt(0)));
        }
    }
}
