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
 */
public record TransactionProperties(
        @DefaultValue("off") CallbackScope callbackScope,
        @DefaultValue("fail") OutsideScope outsideScope,
        @Nullable String readOnlyPool) {

    /** Whether callbacks run in the transaction of their statement. */
    public enum CallbackScope {
        OFF,
        GUARDED
    }

    /** What happens where there is no transaction scope. */
    public enum OutsideScope {
        FAIL,
        AUTOCOMMIT
    }
}
