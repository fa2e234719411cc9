package org.momoko.internal.transport;

import java.net.ConnectException;
import java.util.List;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.momoko.config.HostSpec;
import org.momoko.error.DatabaseException;
import org.momoko.error.ErrorFields;

/** Says what went wrong on the way to a server: where, and in whose words. */
final class ConnectFailures {
    private ConnectFailures() {}

    static org.momoko.error.ConnectException of(HostSpec host, Throwable error) {
        Throwable cause = unwrap(error);
        if (cause instanceof org.momoko.error.ConnectException said) {
            return said;
        }
        ErrorFields fields = cause instanceof DatabaseException answer ? answer.fields() : null;
        return new org.momoko.error.ConnectException(
                "connection to server at " + host + " failed: " + reason(cause, fields), cause, fields, true);
    }

    private static String reason(Throwable cause, @Nullable ErrorFields fields) {
        String message = cause.getMessage() == null ? cause.getClass().getName() : cause.getMessage();
        if (fields != null) {
            return fields.severity() + ": " + message;
        }
        if (cause instanceof ConnectException refused && refused.getCause() != null) {
            // Netty appends the address, which stands in our message already
            return String.valueOf(refused.getCause().getMessage());
        }
        return cause instanceof SSLException ? "TLS: " + message : message;
    }

    /** One error for all hosts: the last one's fields, everybody's message. */
    static org.momoko.error.ConnectException together(List<org.momoko.error.ConnectException> failures) {
        org.momoko.error.ConnectException last = failures.get(failures.size() - 1);
        if (failures.size() == 1) {
            return last;
        }
        StringBuilder message = new StringBuilder("no host could be connected to:");
        failures.forEach(failure -> message.append('\n').append(failure.getMessage()));
        var all = new org.momoko.error.ConnectException(message.toString(), last, last.fields(), true);
        failures.subList(0, failures.size() - 1).forEach(all::addSuppressed);
        return all;
    }

    static Throwable unwrap(Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }
}
