package org.momoko.sample.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.momoko.api.Pool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/** Creates the tables and the first data before the web server accepts requests. */
@Component
class LedgerSchema implements SmartInitializingSingleton {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerSchema.class);
    private static final String SCRIPT = "database/schema.sql";

    private final Pool pool;

    LedgerSchema(Pool pool) {
        this.pool = pool;
    }

    /** Waits for the answer, which is fine here: this is the main thread, and there is nothing to do without tables. */
    @Override
    public void afterSingletonsInstantiated() {
        pool.connect().thenCompose(connected -> connected.execute(script())).join();
        LOG.info("Tables are in schema ledger");
    }

    private static String script() {
        try {
            return new ClassPathResource(SCRIPT).getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + SCRIPT + " from the class path", e);
        }
    }
}
