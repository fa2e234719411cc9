package org.momoko.spring.boot.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is set below {@code momoko.transaction}.
 *
 * @param callbackScope Whether callbacks on the futures of a TransactionalClient run in the transaction of their statement.
 *     'off', they use the handle that the method has read. 'guarded', they do, and fail where it cannot be told whose
 *     transaction it is.
 * @param outsideScope What a TransactionalClient does where there is no transaction scope. 'fail', the statement fails.
 *     'autocommit', it runs for itself.
 * @param readOnlyPool Name of the pool that read-only transactions of the default pool go to, such as one of standbys.
 *     Without it they stay in the default pool.
 * @param manager Which of Spring's transaction managers to make, for '@Transactional' and the like. Beside a manager of JDBC,
 *     JPA or R2DBC it is called by its name only.
 */
public record TransactionProperties(
        @DefaultValue("off") CallbackScope callbackScope,
        @DefaultValue("fail") OutsideScope outsideScope,
        @Nullable String readOnlyPool,
        @DefaultValue("none") Manager manager) {

    /** Whether callbacks run in the transaction of their statement. */
    public enum CallbackScope {
        OFF,
        GUARDED
    }

    /** Which of Spring's managers there is. */
    public enum Manager {
        NONE,
        PLATFORM,
        REACTIVE
    }

    /** What happens where there is no transaction scope. */
    public enum OutsideScope {
        FAIL,
        AUTOCOMMIT
    }
}
