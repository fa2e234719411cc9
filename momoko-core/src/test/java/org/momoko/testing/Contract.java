package org.momoko.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the lines of the behaviour contract that a test proves, so that a table of coverage can be generated from the test classes.
 *
 * <p>A line is named by section and row ({@code "3.5 fetchone"}, {@code "1.3 execute"}, {@code "2 test_execute"}) or, for the numbered sentences of section 5, by {@code "S"} and the number
 * ({@code "S7"}). On a class it holds for every test method of that class.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Contract {
    /** The lines of the contract that the test proves, each in one of the two forms above. */
    String[] value();
}
