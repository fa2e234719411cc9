package org.momoko.spring.boot.diagnostics;

import org.springframework.core.env.PropertyResolver;
import org.springframework.util.StringUtils;

/**
 * The keys of one pool, as an explanation names them.
 *
 * @param prefix where they stand, {@code momoko} or {@code momoko.pools.<name>}
 */
record Keys(PropertyResolver environment, String prefix) {

    /** The whole name of a key. */
    String key(String name) {
        return prefix + "." + name;
    }

    /** The key that says a part of the address: the URL, the single key, or both when neither is set. */
    String address(String name) {
        if (given("url")) {
            return key("url");
        }
        String single = "host".equals(name) && given("host") ? key("host") + " and " + key("port") : key(name);
        return addressGiven() ? single : key("url") + " or " + single;
    }

    /** The key of the authorities that are trusted. */
    String authorities() {
        return given("ssl.bundle") ? "the SSL bundle of " + key("ssl.bundle") : key("ssl.root-cert");
    }

    /** The key of the client's certificate. */
    String certificate() {
        return given("ssl.bundle") ? "the SSL bundle of " + key("ssl.bundle") : key("ssl.cert");
    }

    boolean addressGiven() {
        return given("url") || given("host");
    }

    private boolean given(String name) {
        return StringUtils.hasText(environment.getProperty(key(name)));
    }

    /** The way to start all the same. */
    String later() {
        return " To start without the database and let the pool heal, set " + key("pool.startup") + " to warm-up.";
    }
}
