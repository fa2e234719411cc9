package org.momoko.spring.boot.transaction;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.momoko.api.Pool;
import org.springframework.aop.Advisor;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ClassUtils;

/** Makes the beans of the auto-configuration. The parts of one object belong together; applications need none of this. */
public final class TransactionParts {
    private final ConfigurableListableBeanFactory beans;
    private final Settings settings;
    private final TransactionalMethods methods = new TransactionalMethods();
    private final List<ReturnStyle> styles = new ArrayList<>();

    /**
     * What the properties say.
     *
     * @param guardedCallbacks whether callbacks run in the scope of their statement
     * @param autocommitOutside whether statements of a transactional client run for themselves outside any scope
     * @param readOnlyPool the pool of read-only transactions; null for the same
     */
    public record Settings(
            boolean guardedCallbacks,
            boolean autocommitOutside,
            @Nullable String readOnlyPool) {}

    public TransactionParts(ConfigurableListableBeanFactory beans, Settings settings) {
        this.beans = beans;
        this.settings = settings;
        if (ClassUtils.isPresent("reactor.core.publisher.Flux", TransactionParts.class.getClassLoader())) {
            styles.add(new ReactorStyle());
        }
        styles.add(new StageStyle());
        styles.add(new BlockingStyle());
    }

    /** The operator. */
    public AsyncTransactionOperator operator(Function<Throwable, Throwable> translation, TransactionObserver observer) {
        return new AsyncTransactionOperator(
                new TransactionEngine(pools(), translation, observer), settings.guardedCallbacks());
    }

    private PoolLookup pools() {
        return new PoolLookup(beans, settings.readOnlyPool());
    }

    /** A client of a pool. */
    public TransactionalClient client(Supplier<Pool> pool) {
        return ClientInvocations.client(pool, settings.autocommitOutside(), settings.guardedCallbacks());
    }

    /** A client of the pool with the name or qualifier. */
    public TransactionalClient namedClient(String pool) {
        PoolLookup pools = new PoolLookup(beans, null);
        return client(() -> pools.pool(pool));
    }

    /** What has annotated methods intercepted. */
    public Advisor advisor(Supplier<AsyncTransactionOperator> operator) {
        return new AsyncTransactionalAdvisor(methods, new AsyncTransactionalInterceptor(methods, operator, styles));
    }

    /** What refuses annotations that would do nothing. */
    public SmartInitializingSingleton check() {
        return new TransactionalBeansCheck(beans, methods, styles, pools());
    }
}
