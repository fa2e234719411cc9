package org.momoko.coverage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.annotation.Testable;
import org.momoko.testing.Contract;

/** Finds the tests that name lines of the contract, in the compiled test classes. */
final class ContractFinder {
    private final Map<String, TreeSet<TestName>> tests = new TreeMap<>();
    private final List<String> misplaced = new ArrayList<>();

    private ContractFinder() {}

    /**
     * A test method.
     *
     * @param type the full name of its class
     */
    record TestName(String type, String method) implements Comparable<TestName> {
        @Override
        public int compareTo(TestName other) {
            int byType = type.compareTo(other.type);
            return byType == 0 ? method.compareTo(other.method) : byType;
        }

        /** Class without its package, and method. */
        @Override
        public String toString() {
            return type.substring(type.lastIndexOf('.') + 1).replace('$', '.') + "." + method;
        }
    }

    /** Looks at all test classes of this module. */
    static ContractFinder search() {
        ContractFinder finder = new ContractFinder();
        Path root = classes();
        try (Stream<Path> files = Files.walk(root)) {
            files.filter(file -> file.toString().endsWith(".class"))
                    .filter(file -> !file.toString().endsWith("-info.class"))
                    .sorted()
                    .forEach(file -> finder.look(root, file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return finder;
    }

    /** Where the test classes are, {@code target/test-classes} of the module. */
    static Path classes() {
        try {
            return Path.of(ContractFinder.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private void look(Path root, Path file) {
        String name = root.relativize(file).toString().replace(".class", "").replace('/', '.');
        Class<?> type;
        try {
            type = Class.forName(name, false, ContractFinder.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            throw new IllegalStateException("cannot load " + name, e);
        }
        Contract ofType = type.getAnnotation(Contract.class);
        for (Method method : type.getDeclaredMethods()) {
            Contract ofMethod = method.getAnnotation(Contract.class);
            if (isTest(method)) {
                add(ofType, type, method);
                add(ofMethod, type, method);
            } else if (ofMethod != null) {
                misplaced.add(name + "." + method.getName());
            }
        }
    }

    private static boolean isTest(Method method) {
        for (Annotation annotation : method.getAnnotations()) {
            if (isTestable(annotation.annotationType(), 0)) {
                return true;
            }
        }
        return false;
    }

    /** {@code @ParameterizedTest} is a {@code @TestTemplate}, which is {@code @Testable}: three steps are enough. */
    private static boolean isTestable(Class<? extends Annotation> type, int depth) {
        if (type.isAnnotationPresent(Testable.class)) {
            return true;
        }
        for (Annotation annotation : type.getAnnotations()) {
            if (depth < 3 && isTestable(annotation.annotationType(), depth + 1)) {
                return true;
            }
        }
        return false;
    }

    private void add(@Nullable Contract contract, Class<?> type, Method method) {
        if (contract != null) {
            for (String id : contract.value()) {
                tests.computeIfAbsent(id, any -> new TreeSet<>()).add(new TestName(type.getName(), method.getName()));
            }
        }
    }

    /** Every id that some test names. */
    Set<String> ids() {
        return tests.keySet();
    }

    /** The tests of a line, by name. */
    List<TestName> tests(String id) {
        return List.copyOf(tests.getOrDefault(id, new TreeSet<>()));
    }

    /** Annotated methods that are no tests. */
    List<String> misplaced() {
        return misplaced;
    }
}
