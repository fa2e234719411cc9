package org.momoko.spring.boot.transaction;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.core.annotation.AliasFor;

/**
 * Runs a method, or every public method of a class, in a transaction.
 *
 * <p>A method that returns a {@code CompletionStage} or {@code CompletableFuture}, or with Reactor a {@code Mono},
 * {@code Flux}, {@code Publisher} or {@code Flow.Publisher}, has its transaction until what it returned completes. Any other
 * method is blocking code: the transaction lasts for the call, and COMMIT is awaited before it returns.
 *
 * <p>Inside the method, {@link AsyncTransaction#current()} is the transaction, and a {@link TransactionalClient} joins it.
 *
 * <p>The annotation may stand on other annotations, and on default methods of interfaces. On a final, private or static
 * method, on a method with Spring's {@code @Transactional}, or where no proxy is made, it stops the start of the
 * application. A call of a method on {@code this} does not pass the proxy and has no transaction of its own.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
public @interface AsyncTransactional {

    /** The name or qualifier of the pool's bean; empty for the pool that plain injection gives. */
    @AliasFor("pool")
    String value() default "";

    /** The name or qualifier of the pool's bean; empty for the pool that plain injection gives. */
    @AliasFor("value")
    String pool() default "";

    /** What to do about the transaction of the caller. */
    Propagation propagation() default Propagation.REQUIRED;

    /** How far the transaction is shielded from others. */
    Isolation isolation() default Isolation.DEFAULT;

    /** Whether it may not write; it may then be sent to {@code momoko.transaction.read-only-pool}. */
    boolean readOnly() default false;

    /** Whether a serializable read-only transaction waits for a moment at which it cannot fail. */
    boolean deferrable() default false;

    /** The longest time for the whole transaction, as {@code 500ms}, {@code 5s} or {@code PT1M}; empty for no limit. */
    String timeout() default "";

    /** Errors that roll back; every error does unless a rule says otherwise. */
    Class<? extends Throwable>[] rollbackFor() default {};

    /** Names of errors that roll back, simple or qualified. */
    String[] rollbackForClassName() default {};

    /** Errors after which the transaction commits all the same. */
    Class<? extends Throwable>[] noRollbackFor() default {};

    /** Names of errors after which the transaction commits all the same, simple or qualified. */
    String[] noRollbackForClassName() default {};

    /**
     * How often the method is called again after a serialization failure or a deadlock. Only the outermost transaction is
     * tried again, when it was rolled back; never one whose outcome is unknown, nor a call without a transaction.
     */
    int retries() default 0;
}
