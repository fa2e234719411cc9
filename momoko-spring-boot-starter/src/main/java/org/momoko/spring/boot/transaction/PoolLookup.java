package org.momoko.spring.boot.transaction;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.momoko.api.Pool;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;

/** Finds pools by what definitions say. */
final class PoolLookup {
    private final ListableBeanFactory beans;
    private final @Nullable String readOnlyPool;
    private final Map<String, Pool> qualified = new ConcurrentHashMap<>();
    private volatile @Nullable Pool plain;

    /** @param readOnlyPool where read-only transactions of the plain pool go; null for that pool itself */
    PoolLookup(ListableBeanFactory beans, @Nullable String readOnlyPool) {
        this.beans = beans;
        this.readOnlyPool = readOnlyPool;
    }

    /** Where read-only transactions of the plain pool go; null for that pool itself. */
    @Nullable
    String readOnlyPool() {
        return readOnlyPool;
    }

    /** Whether there is a pool of that name or qualifier. Makes none. */
    boolean has(String qualifier) {
        return names().anyMatch(name -> BeanFactoryAnnotationUtils.isQualifierMatch(qualifier::equals, name, beans));
    }

    /** The names of the beans that are pools. */
    Stream<String> names() {
        return Stream.of(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beans, Pool.class, true, false));
    }

    /** @param qualifier null for the pool that plain injection gives */
    Pool pool(@Nullable String qualifier) {
        if (qualifier != null && !qualifier.isEmpty()) {
            return qualified.computeIfAbsent(
                    qualifier, key -> BeanFactoryAnnotationUtils.qualifiedBeanOfType(beans, Pool.class, key));
        }
        Pool found = plain;
        if (found == null) {
            found = beans.getBean(Pool.class);
            plain = found;
        }
        return found;
    }

    /** The pool whose connection a transaction takes. */
    Pool connectionsFor(Pool pool, boolean readOnly) {
        return readOnly && readOnlyPool != null && pool == pool(null) ? pool(readOnlyPool) : pool;
    }
}
