package org.momoko.spring.boot.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A scope, and what code that runs in it, or beside it, finds when it looks for its own. */
abstract class ScopeProbe {
    final Scope scope = Scopes.detached();
    final List<Object> seen = new ArrayList<>();

    final void look() {
        seen.add(attempt(ThreadScope::current));
    }

    static Object attempt(Supplier<@Nullable Scope> look) {
        try {
            Scope found = look.get();
            return found == null ? "none" : found;
        } catch (TransactionScopeException e) {
            return e;
        }
    }

    /** @param call calls what stands for the transactional method */
    final void inScope(Runnable call) {
        ThreadScope.run(scope, call);
    }

    final void isRefused() {
        assertThat(seen).hasSize(1).hasOnlyElementsOfType(TransactionScopeException.class);
    }

    final void isAllowed() {
        assertThat(seen).containsExactly(scope);
    }
}
