package org.momoko.spring.boot.dao;

import org.jspecify.annotations.Nullable;
import org.momoko.error.DataException;
import org.momoko.error.DatabaseException;
import org.momoko.error.DatabaseNotAvailableException;
import org.momoko.error.InterfaceException;
import org.momoko.error.MomokoException;
import org.momoko.error.OutcomeUnknownException;
import org.momoko.error.ParameterException;
import org.momoko.error.PoolException;
import org.momoko.error.PoolTimeoutException;
import org.momoko.error.ProtocolException;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.dao.InvalidDataAccessResourceUsageException;
import org.springframework.dao.PermissionDeniedDataAccessException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.dao.support.PersistenceExceptionTranslator;

/**
 * Translates Momoko's exceptions by SQLSTATE, with the original as the cause. As a bean it applies to what
 * {@code @Repository} classes throw; the error of a future is translated by hand, for instance with
 * {@code future.exceptionallyCompose(e -> failedFuture(translator.translate(e)))}.
 */
public final class MomokoExceptionTranslator implements PersistenceExceptionTranslator {

    /** The translation; null when the exception is none of Momoko's. */
    @Override
    public @Nullable DataAccessException translateExceptionIfPossible(RuntimeException exception) {
        return exception instanceof MomokoException ours ? translate(ours) : null;
    }

    /** The translation. Only a transient exception invites to try again, so one of unknown outcome is not transient. */
    public DataAccessException translate(MomokoException error) {
        String message = String.valueOf(error.getMessage());
        if (error instanceof OutcomeUnknownException || error instanceof DatabaseNotAvailableException) {
            return new DataAccessResourceFailureException(message, error);
        }
        if (error instanceof DatabaseException database) {
            String state = database.sqlState();
            return state == null ? withoutState(message, database) : ofState(state, message, error);
        }
        if (error instanceof PoolTimeoutException) {
            return new TransientDataAccessResourceException(message, error);
        }
        if (error instanceof PoolException || error instanceof ProtocolException) {
            return new DataAccessResourceFailureException(message, error);
        }
        if (error instanceof InterfaceException) {
            return new InvalidDataAccessApiUsageException(message, error);
        }
        return new UncategorizedMomokoException(message, error);
    }

    /** The error arose on the client. */
    private static DataAccessException withoutState(String message, DatabaseException error) {
        if (error instanceof ParameterException) {
            return new InvalidDataAccessApiUsageException(message, error);
        }
        if (error instanceof DataException) {
            return new InvalidDataAccessResourceUsageException(message, error);
        }
        if (error instanceof org.momoko.error.QueryCanceledException) {
            return new QueryTimeoutException(message, error);
        }
        return error instanceof org.momoko.error.OperationalException
                ? new DataAccessResourceFailureException(message, error)
                : new UncategorizedMomokoException(message, error);
    }

    /** Codes and classes: PostgreSQL 18, appendix A. */
    private static DataAccessException ofState(String state, String message, MomokoException error) {
        switch (state) {
            case "23505":
                return new DuplicateKeyException(message, error);
            case "40001", "55P03":
                return new CannotAcquireLockException(message, error);
            case "42501":
                return new PermissionDeniedDataAccessException(message, error);
            case "57014":
                return new QueryTimeoutException(message, error);
            default:
                break;
        }
        return switch (state.substring(0, 2)) {
            case "22", "23", "27", "44" -> new DataIntegrityViolationException(message, error);
            case "40" -> new PessimisticLockingFailureException(message, error);
            case "28" -> new PermissionDeniedDataAccessException(message, error);
            case "0A", "21", "26", "34", "3D", "3F", "42" ->
                new InvalidDataAccessResourceUsageException(message, error);
            case "08", "53", "54", "57", "58", "XX" -> new DataAccessResourceFailureException(message, error);
            default -> new UncategorizedMomokoException(message, error);
        };
    }
}
