package org.momoko.api;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.momoko.error.DataException;
import org.momoko.error.ProgrammingException;

/**
 * Maps rows to a record. The constructor is looked up once for the class, the columns are matched once for each result;
 * a row costs one call of the constructor.
 */
final class RecordFactory<R extends Record> implements CursorFactory<R> {
    private final Class<R> type;
    private final RecordComponent[] components;
    private final MethodHandle constructor;

    RecordFactory(Class<R> type) {
        if (!type.isRecord()) {
            throw new IllegalArgumentException(type.getName() + " is not a record");
        }
        this.type = type;
        this.components = type.getRecordComponents();
        this.constructor = canonicalConstructor(type, components);
    }

    private static MethodHandle canonicalConstructor(Class<?> type, RecordComponent[] components) {
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            var found = type.getDeclaredConstructor(types);
            found.setAccessible(true);
            return MethodHandles.lookup()
                    .unreflectConstructor(found)
                    .asSpreader(Object[].class, types.length)
                    .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new IllegalArgumentException(
                    "The constructor of " + type.getName() + " cannot be reached; open its package to org.momoko.core",
                    e);
        }
    }

    @Override
    public RowMapper<R> mapper(List<Column> columns) {
        int[] indexes = new int[components.length];
        for (int i = 0; i < indexes.length; i++) {
            indexes[i] = indexOf(components[i].getName(), columns);
        }
        return row -> map(row, indexes);
    }

    private int indexOf(String component, List<Column> columns) {
        String wanted = normalised(component);
        int found = -1;
        for (int i = 0; i < columns.size(); i++) {
            if (normalised(columns.get(i).name()).equals(wanted)) {
                if (found >= 0) {
                    throw new ProgrammingException(
                            "Two columns fit the component " + component + " of " + type.getName());
                }
                found = i;
            }
        }
        if (found < 0) {
            throw new ProgrammingException("No column fits the component " + component + " of " + type.getName()
                    + "; the columns are " + columns.stream().map(Column::name).toList());
        }
        return found;
    }

    private static String normalised(String name) {
        return name.replace("_", "").toLowerCase(Locale.ROOT);
    }

    private R map(Row row, int[] indexes) {
        @Nullable Object[] values = new @Nullable Object[indexes.length];
        for (int i = 0; i < indexes.length; i++) {
            values[i] = value(row, indexes[i], components[i]);
        }
        try {
            return type.cast((Object) constructor.invokeExact(values));
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new DataException("The constructor of " + type.getName() + " failed", e);
        }
    }

    private @Nullable Object value(Row row, int index, RecordComponent component) {
        Class<?> wanted = component.getType();
        if (row.isNull(index)) {
            if (wanted.isPrimitive()) {
                throw new DataException("Column " + row.column(index).name() + " is NULL, but the component "
                        + component.getName() + " of " + type.getName() + " is a " + wanted.getName());
            }
            return null;
        }
        return row.get(index, boxed(wanted));
    }

    private static Class<?> boxed(Class<?> type) {
        return type.isPrimitive() ? MethodType.methodType(type).wrap().returnType() : type;
    }
}
