package org.momoko.spring.boot.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.momoko.api.Pool;
import org.momoko.api.SqlClient;
import org.momoko.spring.boot.autoconfigure.MomokoAutoConfiguration;
import org.momoko.spring.boot.autoconfigure.transaction.MomokoTransactionAutoConfiguration;
import org.springframework.aop.config.AopConfigUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.transaction.annotation.Transactional;

/** Annotations that would do nothing, or something else than they say, stop the start with a cause and an action. */
class TransactionalBeansCheckTests {
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(MomokoAutoConfiguration.class, MomokoTransactionAutoConfiguration.class))
            .withPropertyValues("momoko.url=postgresql://127.0.0.1:1/app", "momoko.pool.startup=lazy");

    static class OnFinal {
        @AsyncTransactional
        public final CompletableFuture<String> work() {
            return new CompletableFuture<>();
        }
    }

    static class OnPrivate {
        @AsyncTransactional
        private CompletableFuture<String> work() {
            return new CompletableFuture<>();
        }

        CompletableFuture<String> caller() {
            return work();
        }
    }

    static class OnStatic {
        @AsyncTransactional
        public static CompletableFuture<String> work() {
            return new CompletableFuture<>();
        }
    }

    @AsyncTransactional
    static class OnClassWithAFinalMethod {
        public final CompletableFuture<String> work() {
            return new CompletableFuture<>();
        }
    }

    static class WithBoth {
        @AsyncTransactional
        @Transactional
        public CompletableFuture<String> work() {
            return new CompletableFuture<>();
        }
    }

    @Transactional
    static class WithBothByClass {
        @AsyncTransactional
        public CompletableFuture<String> work() {
            return new CompletableFuture<>();
        }
    }

    static class ReturningAFuture {
        @AsyncTransactional
        public Future<String> work() {
            return new CompletableFuture<>();
        }
    }

    static class WithANonsensicalTimeout {
        @AsyncTransactional(timeout = "0s")
        public CompletableFuture<String> work() {
            return new CompletableFuture<>();
        }
    }

    static class Deferrable {
        @AsyncTransactional(deferrable = true)
        public CompletableFuture<String> work() {
            return new CompletableFuture<>();
        }
    }

    static class OfAnUnknownPool {
        @AsyncTransactional("audits")
        public CompletableFuture<String> work() {
            return new CompletableFuture<>();
        }
    }

    static class OfTheAuditPool {
        @AsyncTransactional("audit")
        public CompletableFuture<String> work() {
            return new CompletableFuture<>();
        }
    }

    static class Right {
        @AsyncTransactional
        public CompletableFuture<String> work() {
            return new CompletableFuture<>();
        }
    }

    /** Is made before the auto-proxy creator, and what it needs is, too. */
    static class EarlyProcessor implements BeanPostProcessor, PriorityOrdered, BeanFactoryAware {
        @Override
        public void setBeanFactory(BeanFactory beans) {
            beans.getBean(Right.class);
        }

        @Override
        public int getOrder() {
            return Ordered.HIGHEST_PRECEDENCE;
        }
    }

    /** Takes the creator away, as an application could. */
    static class RemovesTheCreator implements BeanDefinitionRegistryPostProcessor {
        @Override
        public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
            registry.removeBeanDefinition(AopConfigUtils.AUTO_PROXY_CREATOR_BEAN_NAME);
        }
    }

    private void fails(Class<?> bean, String description, String action) {
        runner.withBean(bean).run(context -> {
            assertThat(context).hasFailed();
            Throwable failure = context.getStartupFailure();
            assertThat(failure).isInstanceOf(FailureAnalyzedException.class);
            FailureAnalyzedException analyzed = (FailureAnalyzedException) failure;
            assertThat(analyzed.analysis().getDescription())
                    .contains(bean.getName())
                    .contains(description);
            assertThat(analyzed.analysis().getAction()).contains(action);
        });
    }

    @Test
    void aFinalMethodStopsTheStart() {
        fails(OnFinal.class, "the method is final", "neither final nor private");
    }

    @Test
    void aFinalMethodOfAnAnnotatedClassStopsTheStart() {
        fails(OnClassWithAFinalMethod.class, "the method is final", "neither final nor private");
    }

    @Test
    void aPrivateMethodStopsTheStart() {
        fails(OnPrivate.class, "the method is private", "neither final nor private");
    }

    @Test
    void aStaticMethodStopsTheStart() {
        fails(OnStatic.class, "the method is static", "instance method");
    }

    @Test
    void bothAnnotationsOnOneMethodStopTheStart() {
        fails(WithBoth.class, "both @AsyncTransactional and @Transactional", "Keep the one");
    }

    @Test
    void springsAnnotationOnTheClassCountsToo() {
        fails(WithBothByClass.class, "both @AsyncTransactional and @Transactional", "Keep the one");
    }

    @Test
    void aPlainFutureStopsTheStart() {
        fails(ReturningAFuture.class, "would commit before the work has ended", "CompletableFuture");
    }

    @Test
    void aPoolThatThereIsNotStopsTheStart() {
        fails(OfAnUnknownPool.class, "names the pool \"audits\"", "momoko.pools.audits");
    }

    @Test
    void aReadOnlyPoolThatThereIsNotStopsTheStart() {
        runner.withPropertyValues("momoko.transaction.read-only-pool=standbys").run(context -> {
            assertThat(context).hasFailed();
            assertThat(context.getStartupFailure())
                    .isInstanceOf(FailureAnalyzedException.class)
                    .hasMessageContaining("momoko.transaction.read-only-pool names the pool \"standbys\"");
        });
    }

    @Test
    void aPoolIsNamedByItsQualifier() {
        runner.withPropertyValues(
                        "momoko.pools.audit.url=postgresql://127.0.0.1:1/audit",
                        "momoko.pools.audit.pool.startup=lazy",
                        "momoko.transaction.read-only-pool=audit")
                .withBean(OfTheAuditPool.class)
                .run(context -> assertThat(context).hasNotFailed());
    }

    @ParameterizedTest
    @ValueSource(classes = {WithANonsensicalTimeout.class, Deferrable.class})
    void valuesThatDoNotFitStopTheStart(Class<?> bean) {
        runner.withBean(bean).run(context -> {
            assertThat(context).hasFailed();
            assertThat(context.getStartupFailure())
                    .hasStackTraceContaining("@AsyncTransactional on " + bean.getSimpleName() + ".work");
        });
    }

    @Test
    void aBeanMadeTooEarlyForAProxyStopsTheStart() {
        runner.withBean(Right.class).withBean(EarlyProcessor.class).run(context -> {
            assertThat(context).hasFailed();
            assertThat(context.getStartupFailure())
                    .isInstanceOf(FailureAnalyzedException.class)
                    .hasMessageContaining("It was made too early");
        });
    }

    @Test
    void anAbsentCreatorStopsTheStart() {
        runner.withBean(Right.class).withBean(RemovesTheCreator.class).run(context -> {
            assertThat(context).hasFailed();
            assertThat(context.getStartupFailure())
                    .isInstanceOf(FailureAnalyzedException.class)
                    .hasMessageContaining("without the proxy that begins transactions");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"spring.aop.auto=false", "spring.aop.proxy-target-class=false", "spring.aop.auto=true"})
    void methodsAreInterceptedWhateverIsSetForAop(String property) {
        runner.withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class))
                .withBean(Right.class)
                .withPropertyValues(property)
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(AopUtils.isAopProxy(context.getBean(Right.class)))
                            .isTrue();
                });
    }

    @Test
    void aPlainClientIsStillThePool() {
        runner.run(context -> {
            assertThat(context.getBean(SqlClient.class)).isSameAs(context.getBean(Pool.class));
            assertThat(context).hasSingleBean(TransactionalClient.class);
        });
    }

    @Test
    void anOwnOperatorReplacesTheAutoConfiguredOne() {
        runner.withBean(
                        "own",
                        AsyncTransactionOperator.class,
                        () -> new AsyncTransactionOperator(
                                new TransactionEngine(
                                        new PoolLookup(unused(), null), error -> error, TransactionObserver.NONE),
                                false))
                .run(context -> assertThat(context.getBeanNamesForType(AsyncTransactionOperator.class))
                        .containsExactly("own"));
    }

    private static ListableBeanFactory unused() {
        return new org.springframework.beans.factory.support.DefaultListableBeanFactory();
    }
}
