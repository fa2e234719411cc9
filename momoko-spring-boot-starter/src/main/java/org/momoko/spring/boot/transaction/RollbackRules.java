package org.momoko.spring.boot.transaction;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Predicate;

/**
 * Which errors of a body roll its transaction back. Without rules every {@link Throwable} does. Of the rules that match,
 * the one decides whose class is nearest to the error's; what no rule matches rolls back. A
 * {@link CancellationException} always rolls back.
 */
public final class RollbackRules {
    /** Every error rolls back. */
    public static final RollbackRules ANY = new RollbackRules(List.of());

    private record Rule(Predicate<Class<?>> matches, boolean rollsBack) {}

    private final List<Rule> rules;

    private RollbackRules(List<Rule> rules) {
        this.rules = rules;
    }

    /** These rules, and errors of the class and its subclasses roll back. */
    public RollbackRules rollbackFor(Class<? extends Throwable> type) {
        return with(type::equals, true);
    }

    /** These rules, and after errors of the class and its subclasses the transaction commits. */
    public RollbackRules noRollbackFor(Class<? extends Throwable> type) {
        return with(type::equals, false);
    }

    /** These rules, and errors of the class with this name, simple or qualified, and its subclasses roll back. */
    public RollbackRules rollbackForName(String name) {
        return with(type -> named(type, name), true);
    }

    /** These rules, and after errors of the class with this name, simple or qualified, and its subclasses it commits. */
    public RollbackRules noRollbackForName(String name) {
        return with(type -> named(type, name), false);
    }

    private static boolean named(Class<?> type, String name) {
        return type.getName().equals(name) || type.getSimpleName().equals(name);
    }

    private RollbackRules with(Predicate<Class<?>> matches, boolean rollsBack) {
        List<Rule> more = new ArrayList<>(rules);
        more.add(new Rule(matches, rollsBack));
        return new RollbackRules(List.copyOf(more));
    }

    /** Whether this error rolls back. A translated error is also known by the class of its original, its cause. */
    boolean rollsBack(Throwable error) {
        if (error instanceof CancellationException) {
            return true;
        }
        for (Throwable candidate = error; candidate != null; candidate = Errors.original(candidate)) {
            for (Class<?> type = candidate.getClass(); type != null; type = type.getSuperclass()) {
                for (Rule rule : rules) {
                    if (rule.matches().test(type)) {
                        return rule.rollsBack();
                    }
                }
            }
        }
        return true;
    }
}
