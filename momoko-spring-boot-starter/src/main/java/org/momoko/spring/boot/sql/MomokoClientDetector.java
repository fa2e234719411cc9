package org.momoko.spring.boot.sql;

import java.util.Set;
import org.momoko.api.SqlClient;
import org.springframework.boot.sql.init.dependency.AbstractBeansOfTypeDependsOnDatabaseInitializationDetector;

/**
 * Lets pools, and all else that runs statements, wait until scripts and migrations are through. Scripts have a connection
 * of their own, and migrations theirs, so none of these waits for a pool in turn.
 */
final class MomokoClientDetector extends AbstractBeansOfTypeDependsOnDatabaseInitializationDetector {
    @Override
    protected Set<Class<?>> getDependsOnDatabaseInitializationBeanTypes() {
        return Set.of(SqlClient.class);
    }
}
