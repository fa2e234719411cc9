package org.momoko.spring.boot.transaction;

import java.lang.StackWalker.StackFrame;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * Code that was written inside a method and may be run by another one: a lambda, or a method of an anonymous class.
 *
 * <p>What was written in a constructor or an initializer is none: it belongs to the object, as methods do. Nor is what a
 * {@link Bean} method made, which is a bean.
 *
 * @param type the class of the method
 * @param method its name; null where the compiler does not tell
 */
record Closure(Class<?> type, @Nullable String method) {
    /** javac: {@code lambda$method$0}, of a serializable one {@code lambda$method$1a2b3c$1}; Eclipse: {@code lambda$0}. */
    private static final Pattern JAVA = Pattern.compile("lambda\\$(?:(.+?)\\$(?:[0-9a-f]+\\$)?)?[0-9]+");

    /** {@code method$lambda$0}. */
    private static final Pattern KOTLIN = Pattern.compile("(.+?)\\$lambda\\$.*");

    /** {@code $anonfun$method$1}. */
    private static final Pattern SCALA = Pattern.compile("\\$anonfun\\$(.+?)\\$[0-9]+(?:\\$adapted)?");

    private static final Set<String> INITIALIZERS = Set.of("new", "static", "_init_", "_clinit_");

    /** What javac once called the method around a lambda in a lambda. */
    private static final String UNKNOWN = "null";

    private static final ClassValue<Optional<Closure>> OF_CLASS = new ClassValue<>() {
        @Override
        protected Optional<Closure> computeValue(Class<?> type) {
            return Optional.ofNullable(ofClass(type));
        }
    };

    private static final ClassValue<Set<String>> BEAN_METHODS = new ClassValue<>() {
        @Override
        protected Set<String> computeValue(Class<?> type) {
            try {
                return Arrays.stream(type.getDeclaredMethods())
                        .filter(method -> AnnotatedElementUtils.hasAnnotation(method, Bean.class))
                        .map(Method::getName)
                        .collect(Collectors.toUnmodifiableSet());
            } catch (LinkageError e) {
                // an optional class in some signature is missing
                return Set.of();
            }
        }
    };

    /** Asking a frame for its method's name costs much; few classes make that necessary. */
    private static final ClassValue<Boolean> HAS_NONE = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            try {
                return !type.isAnonymousClass()
                        && Arrays.stream(type.getDeclaredMethods())
                                .noneMatch(method -> method.getName().indexOf('$') >= 0);
            } catch (LinkageError e) {
                return false;
            }
        }
    };

    /** The closure whose code a frame runs; null for a method. */
    static @Nullable Closure of(StackFrame frame) {
        Class<?> type = frame.getDeclaringClass();
        if (HAS_NONE.get(type)) {
            return null;
        }
        String name = frame.getMethodName();
        if (name.indexOf('$') >= 0) {
            for (Pattern pattern : new Pattern[] {JAVA, KOTLIN, SCALA}) {
                Matcher matcher = pattern.matcher(name);
                if (matcher.matches()) {
                    return ofMethod(type, matcher.group(1));
                }
            }
        }
        return OF_CLASS.get(type).orElse(null);
    }

    /** Whether a frame runs the code of a lambda, as javac names it. */
    static boolean isLambda(StackFrame frame) {
        return !HAS_NONE.get(frame.getDeclaringClass()) && frame.getMethodName().startsWith("lambda$");
    }

    private static @Nullable Closure ofClass(Class<?> type) {
        try {
            Method method = type.isAnonymousClass() ? type.getEnclosingMethod() : null;
            return method == null ? null : ofMethod(method.getDeclaringClass(), method.getName());
        } catch (LinkageError e) {
            // an optional class in the method's signature is missing
            return new Closure(type.getNestHost(), null);
        }
    }

    private static @Nullable Closure ofMethod(Class<?> type, @Nullable String method) {
        if (method == null || method.equals(UNKNOWN)) {
            return new Closure(type, null);
        }
        return INITIALIZERS.contains(method) || BEAN_METHODS.get(type).contains(method)
                ? null
                : new Closure(type, method);
    }

    /** Whether a frame runs code of the same method: the method itself, or something written in it. */
    boolean sharesMethodWith(StackFrame frame) {
        return (frame.getDeclaringClass() == type && (method == null || method.equals(frame.getMethodName())))
                || equals(of(frame));
    }

    @Override
    public String toString() {
        return type.getName() + (method == null ? "" : "." + method);
    }
}
