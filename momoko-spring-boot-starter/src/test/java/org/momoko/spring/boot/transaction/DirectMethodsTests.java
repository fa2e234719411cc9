package org.momoko.spring.boot.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.aopalliance.intercept.MethodInterceptor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

/** Annotated methods are called as Spring would call them, without its frames where nothing else is inside. */
class DirectMethodsTests {
    private static final Scope SCOPE = Scopes.detached();

    private static final ReturnStyle AT_ONCE = new ReturnStyle() {
        @Override
        public boolean takes(Class<?> returned) {
            return true;
        }

        @Override
        public @Nullable Object run(
                AsyncTransactionOperator operator, TransactionalMethods.Found method, AnnotatedCall call) {
            return ThreadScope.bound(SCOPE, AnnotatedCall::proceed, call);
        }
    };

    interface Contract {
        long sum(int first, long... rest);
    }

    @AsyncTransactional
    static class Service implements Contract {
        final List<String> seen = new ArrayList<>();

        @Override
        public long sum(int first, long... rest) {
            seen.addAll(frames());
            long sum = first;
            for (long value : rest) {
                sum += value;
            }
            return sum;
        }

        @AsyncTransactional
        void ofThePackage(String name) {
            seen.add(name);
        }

        @AsyncTransactional
        protected @Nullable String ofTheFamily() throws IOException {
            throw new IOException("checked");
        }

        /** The classes between this and what calls the method. */
        private static List<String> frames() {
            return StackWalker.getInstance()
                    .walk(stack -> stack.map(StackWalker.StackFrame::getClassName)
                            .skip(2)
                            .takeWhile(name -> !name.equals(AnnotatedCall.class.getName()))
                            .toList());
        }
    }

    private final Service target = new Service();
    private final TransactionalMethods methods = new TransactionalMethods();
    private final List<String> intercepted = new ArrayList<>();

    private ProxyFactory factory() {
        return factory(target);
    }

    private ProxyFactory factory(Object bean) {
        AsyncTransactionOperator operator = new AsyncTransactionOperator(
                new TransactionEngine(
                        new PoolLookup(new DefaultListableBeanFactory(), null),
                        Function.identity(),
                        TransactionObserver.NONE),
                false);
        ProxyFactory factory = new ProxyFactory(bean);
        factory.setProxyTargetClass(true);
        factory.addAdvisor(new AsyncTransactionalAdvisor(
                methods, new AsyncTransactionalInterceptor(methods, () -> operator, List.of(AT_ONCE))));
        return factory;
    }

    private Service proxy() {
        return (Service) factory().getProxy();
    }

    private MethodInterceptor recording() {
        return invocation -> {
            intercepted.add(invocation.getMethod().getName());
            return invocation.proceed();
        };
    }

    @Test
    void nothingStandsBetweenTheTransactionAndTheMethod() {
        assertThat(proxy().sum(1, 2, 3)).isEqualTo(6);
        assertThat(target.seen).isEmpty();
    }

    @Test
    void interceptorsInsideAreCalled() {
        ProxyFactory factory = factory();
        factory.addAdvice(recording());
        assertThat(((Service) factory.getProxy()).sum(1, 2, 3)).isEqualTo(6);
        assertThat(intercepted).containsExactly("sum");
        assertThat(target.seen).isNotEmpty();
    }

    @Test
    void interceptorsThatComeLaterAreCalled() {
        ProxyFactory factory = factory();
        Service proxy = (Service) factory.getProxy();
        proxy.sum(1);
        factory.addAdvice(recording());
        proxy.sum(1);
        assertThat(intercepted).containsExactly("sum");
    }

    @Test
    void interceptorsOutsideAreCalled() {
        ProxyFactory factory = factory();
        factory.addAdvice(0, recording());
        ((Service) factory.getProxy()).sum(1);
        assertThat(intercepted).containsExactly("sum");
        assertThat(target.seen).isEmpty();
    }

    @Test
    void methodsOfAnInterfaceAreCalled() {
        ProxyFactory factory = factory();
        factory.setProxyTargetClass(false);
        assertThat(((Contract) factory.getProxy()).sum(1)).isEqualTo(1);
        assertThat(target.seen).isEmpty();
    }

    @Test
    void aMethodOfAnAnonymousClassFindsItsScope() {
        List<@Nullable Scope> found = new ArrayList<>();
        Contract anonymous = new Contract() {
            @Override
            @AsyncTransactional
            public long sum(int first, long... rest) {
                found.add(ThreadScope.current());
                return first;
            }
        };
        ProxyFactory factory = factory(anonymous);
        factory.setProxyTargetClass(false);
        assertThat(((Contract) factory.getProxy()).sum(1)).isEqualTo(1);
        assertThat(found).containsExactly(SCOPE);
    }

    @Test
    void methodsThatAreNotPublicAreCalled() {
        proxy().ofThePackage("name");
        assertThat(target.seen).containsExactly("name");
    }

    @Test
    void whatTheMethodThrowsIsThrownBare() {
        assertThatThrownBy(() -> proxy().ofTheFamily())
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("checked");
    }
}
