package org.momoko.internal.transport;

import io.netty.channel.ConnectTimeoutException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.momoko.config.HostSpec;
import org.momoko.error.ConnectException;
import org.momoko.error.DatabaseException;
import org.momoko.error.ErrorFields;

/** Says what went wrong on the way to a server: where, and in whose words. */
final class ConnectFailures {
    private ConnectFailures() {}

    /** @param error null if nothing is known */
    static ConnectException of(HostSpec host, ConnectPhase phase, @Nullable Throwable error) {
        Throwable cause = error == null ? new IOException("no session") : unwrap(error);
        if (cause instanceof ConnectException said) {
            return said;
        }
        ErrorFields fields = cause instanceof DatabaseException answer ? answer.fields() : null;
        String during = phase == ConnectPhase.SETTING_UP ? " while " + phase.words() : "";
        return new ConnectException(
                "connection to server at " + host + " failed" + during + ": " + reason(cause, fields),
                cause,
                fields,
                true);
    }

    private static String reason(Throwable cause, @Nullable ErrorFields fields) {
        if (cause instanceof FileNotFoundException && cause.getMessage() == null) {
            // how Netty's native transports report a Unix socket that is not there
            return "No such file or directory";
        }
        String message = cause.getMessage() == null ? cause.getClass().getName() : cause.getMessage();
        if (fields != null) {
            return fields.severity() == null ? message : fields.severity() + ": " + message;
        }
        if (cause instanceof SSLException) {
            return "TLS: " + tlsReason(cause, message);
        }
        return cause instanceof IOException && !(cause instanceof ConnectTimeoutException)
                ? systemReason(cause, message)
                : message;
    }

    /** The JDK wraps what it found wrong with a certificate several times. */
    private static String tlsReason(Throwable cause, String message) {
        Throwable root = cause;
        boolean certificate = false;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
            certificate |= root instanceof CertificateException;
        }
        return certificate && root.getMessage() != null
                ? "the server's certificate is not accepted: " + root.getMessage()
                : message;
    }

    /** Netty puts the address behind and, for native sockets, the system call before the system's own words. */
    private static String systemReason(Throwable cause, String message) {
        Throwable original =
                cause.getCause() instanceof IOException inner && inner.getMessage() != null ? inner : cause;
        String words = original == cause ? message : String.valueOf(original.getMessage());
        int call = words.indexOf("): ");
        return call < 0 ? words : words.substring(call + "): ".length());
    }

    /** One error for all hosts: the last one's fields, everybody's message. */
    static ConnectException together(List<ConnectException> failures) {
        ConnectException last = failures.get(failures.size() - 1);
        if (failures.size() == 1) {
            return last;
        }
        StringBuilder message = new StringBuilder("no host could be connected to:");
        failures.forEach(failure -> message.append('\n').append(failure.getMessage()));
        ConnectException all = new ConnectException(message.toString(), last, last.fields(), true);
        failures.subList(0, failures.size() - 1).forEach(all::addSuppressed);
        return all;
    }

    /** The error itself, without the wrappers of stages, and of Netty's decoders around errors of TLS. */
    static Throwable unwrap(Throwable error) {
        Throwable inner = error;
        while (inner.getCause() != null
                && (inner instanceof CompletionException || inner.getCause() instanceof SSLException)
                && !(inner instanceof SSLException || inner instanceof DatabaseException)) {
            inner = inner.getCause();
        }
        return inner;
    }
}
