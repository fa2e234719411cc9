package org.momoko.config;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * Reads {@code require_auth}: a list of methods to accept, or, each with a leading {@code !}, of methods to refuse.
 * Source: libpq, "Parameter Key Words".
 */
final class RequireAuth {
    private RequireAuth() {}

    /** The methods that the server may ask for; all of them if nothing is said. */
    static Set<AuthMethod> parse(Settings settings) {
        String text = settings.get(ConnectionKey.REQUIRE_AUTH);
        if (text == null) {
            return Collections.unmodifiableSet(EnumSet.allOf(AuthMethod.class));
        }
        boolean negative = text.startsWith("!");
        Set<AuthMethod> named = EnumSet.noneOf(AuthMethod.class);
        for (String item : text.split(",", -1)) {
            if (item.startsWith("!") != negative) {
                throw settings.invalid(ConnectionKey.REQUIRE_AUTH, "methods with and without \"!\" cannot be mixed");
            }
            AuthMethod method = Keyword.find(AuthMethod.class, negative ? item.substring(1) : item);
            if (method == null) {
                throw settings.invalid(
                        ConnectionKey.REQUIRE_AUTH,
                        "expected a comma-separated list of " + Keyword.list(AuthMethod.class));
            }
            if (!named.add(method)) {
                throw settings.invalid(ConnectionKey.REQUIRE_AUTH, Keyword.of(method) + " is named twice");
            }
        }
        Set<AuthMethod> allowed = negative ? EnumSet.complementOf(EnumSet.copyOf(named)) : named;
        if (allowed.stream().noneMatch(AuthMethod::supported)) {
            throw settings.unsupported(
                    ConnectionKey.REQUIRE_AUTH, "at least one of none, password, md5, scram-sha-256 must be allowed");
        }
        return Collections.unmodifiableSet(allowed);
    }
}
