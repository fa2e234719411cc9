package org.momoko.spring.boot.test;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.test.annotation.Rollback;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.TestExecutionListener;

/** Has each test of a {@link MomokoTest} begin and end in a transaction, unless it says {@code @Rollback(false)}. */
final class RollbackTestExecutionListener implements TestExecutionListener, Ordered {

    @Override
    public void beforeTestMethod(TestContext testContext) {
        if (wanted(testContext)) {
            pools(testContext).begin();
        }
    }

    @Override
    public void afterTestMethod(TestContext testContext) {
        // also where the start failed half-way
        pools(testContext).rollBack();
    }

    private static TestPools pools(TestContext testContext) {
        return testContext.getApplicationContext().getBean(TestPools.class);
    }

    private static boolean wanted(TestContext testContext) {
        Rollback rollback = AnnotatedElementUtils.findMergedAnnotation(testContext.getTestMethod(), Rollback.class);
        if (rollback == null) {
            rollback = TestContextAnnotationUtils.findMergedAnnotation(testContext.getTestClass(), Rollback.class);
        }
        return rollback == null || rollback.value();
    }

    /** Behind Spring's own listeners, so that scripts of {@code @Sql} on JDBC have run. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }
}
