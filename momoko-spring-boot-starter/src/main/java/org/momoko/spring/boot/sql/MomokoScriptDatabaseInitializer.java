package org.momoko.spring.boot.sql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.momoko.Momoko;
import org.momoko.api.Connection;
import org.momoko.config.ConnectConfig;
import org.momoko.config.QueryMode;
import org.momoko.spring.boot.sql.SqlScript.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.sql.autoconfigure.init.ApplicationScriptDatabaseInitializer;
import org.springframework.boot.sql.init.AbstractScriptDatabaseInitializer;
import org.springframework.boot.sql.init.DatabaseInitializationSettings;
import org.springframework.core.io.Resource;

/**
 * Runs the scripts of {@code spring.sql.init} on a connection of its own, each statement by itself, before any pool
 * connects. Blocks its thread, which is the one that starts the application.
 */
public class MomokoScriptDatabaseInitializer extends AbstractScriptDatabaseInitializer
        implements ApplicationScriptDatabaseInitializer {
    private static final Logger LOGGER = LoggerFactory.getLogger(MomokoScriptDatabaseInitializer.class);

    private final ConnectConfig config;

    /** @param config where the scripts run, and as whom */
    public MomokoScriptDatabaseInitializer(ConnectConfig config, DatabaseInitializationSettings settings) {
        super(settings);
        this.config = config;
    }

    /** A server is never embedded, so by default (mode {@code embedded}) no script is run. */
    @Override
    protected boolean isEmbeddedDatabase() {
        return false;
    }

    @Override
    protected void runScripts(Scripts scripts) {
        try (Connection connection = await(
                Momoko.connection(config).queryMode(QueryMode.SIMPLE).build().connect())) {
            for (Resource script : scripts) {
                run(connection, script, scripts);
            }
        }
    }

    private static void run(Connection connection, Resource script, Scripts scripts) {
        String separator = scripts.getSeparator();
        for (Statement statement : SqlScript.split(text(script, scripts.getEncoding()), separator)) {
            try {
                await(connection.execute(statement.text()));
            } catch (RuntimeException e) {
                if (!scripts.isContinueOnError() || connection.closed()) {
                    throw new SqlScriptException(script, statement, e);
                }
                LOGGER.warn("Momoko goes on: {}", SqlScriptException.message(script, statement, e));
            }
        }
    }

    private static String text(Resource script, @Nullable Charset encoding) {
        try {
            String text = script.getContentAsString(encoding == null ? StandardCharsets.UTF_8 : encoding);
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (IOException e) {
            throw new UncheckedIOException("the script " + script.getDescription() + " cannot be read", e);
        }
    }

    private static <T> T await(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
