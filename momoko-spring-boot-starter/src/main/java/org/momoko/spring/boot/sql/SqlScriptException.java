package org.momoko.spring.boot.sql;

import org.momoko.spring.boot.sql.SqlScript.Statement;
import org.springframework.core.io.Resource;

/** A statement of a script failed. The message tells script, statement and line, and what the server said. */
public final class SqlScriptException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SqlScriptException(Resource script, Statement statement, Throwable cause) {
        super(message(script, statement, cause), cause);
    }

    static String message(Resource script, Statement statement, Throwable cause) {
        return "statement " + statement.number() + " (line " + statement.line() + ") of " + script.getDescription()
                + " failed: " + cause.getMessage();
    }
}
