package org.momoko.spring.boot.dao;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.momoko.error.ConnectException;
import org.momoko.error.DataException;
import org.momoko.error.DatabaseExceptions;
import org.momoko.error.DatabaseNotAvailableException;
import org.momoko.error.ErrorFields;
import org.momoko.error.InterfaceException;
import org.momoko.error.MomokoException;
import org.momoko.error.OutcomeUnknownException;
import org.momoko.error.ParameterException;
import org.momoko.error.PoolClosedException;
import org.momoko.error.PoolTimeoutException;
import org.momoko.error.ProtocolException;
import org.momoko.error.QueryCanceledException;
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
import org.springframework.dao.TransientDataAccessException;
import org.springframework.dao.TransientDataAccessResourceException;

class MomokoExceptionTranslatorTests {
    private final MomokoExceptionTranslator translator = new MomokoExceptionTranslator();

    static Stream<Arguments> errors() {
        return Stream.of(
                state("23505", DuplicateKeyException.class),
                state("23503", DataIntegrityViolationException.class),
                state("22001", DataIntegrityViolationException.class),
                state("40001", CannotAcquireLockException.class),
                state("55P03", CannotAcquireLockException.class),
                state("40P01", PessimisticLockingFailureException.class),
                state("42501", PermissionDeniedDataAccessException.class),
                state("28P01", PermissionDeniedDataAccessException.class),
                state("57014", QueryTimeoutException.class),
                state("42601", InvalidDataAccessResourceUsageException.class),
                state("42P01", InvalidDataAccessResourceUsageException.class),
                state("0A000", InvalidDataAccessResourceUsageException.class),
                state("08006", DataAccessResourceFailureException.class),
                state("53300", DataAccessResourceFailureException.class),
                state("57P01", DataAccessResourceFailureException.class),
                state("P0001", UncategorizedMomokoException.class),
                Arguments.of(new PoolTimeoutException("m"), TransientDataAccessResourceException.class),
                Arguments.of(new PoolClosedException("m"), DataAccessResourceFailureException.class),
                Arguments.of(new ConnectException("m"), DataAccessResourceFailureException.class),
                Arguments.of(new DatabaseNotAvailableException("m"), DataAccessResourceFailureException.class),
                Arguments.of(new ProtocolException("m"), DataAccessResourceFailureException.class),
                Arguments.of(new InterfaceException("m"), InvalidDataAccessApiUsageException.class),
                Arguments.of(new ParameterException("m"), InvalidDataAccessApiUsageException.class),
                Arguments.of(new DataException("m"), InvalidDataAccessResourceUsageException.class),
                Arguments.of(new QueryCanceledException("m"), QueryTimeoutException.class),
                Arguments.of(new MomokoException("m"), UncategorizedMomokoException.class));
    }

    private static Arguments state(String sqlState, Class<? extends DataAccessException> expected) {
        return Arguments.of(DatabaseExceptions.of("message", fields(sqlState), null, false), expected);
    }

    private static ErrorFields fields(String sqlState) {
        return new ErrorFields(
                "ERROR", "ERROR", sqlState, "message", null, null, 0, 0, null, null, null, null, null, null, null, null,
                null, null);
    }

    @ParameterizedTest
    @MethodSource("errors")
    void translatesAndKeepsTheCause(MomokoException error, Class<? extends DataAccessException> expected) {
        assertThat(translator.translate(error)).isExactlyInstanceOf(expected).hasCause(error);
    }

    @Test
    void unknownOutcomeDoesNotInviteToTryAgain() {
        assertThat(translator.translate(new OutcomeUnknownException("lost", null, fields("57P01"), false)))
                .isExactlyInstanceOf(DataAccessResourceFailureException.class)
                .isNotInstanceOf(TransientDataAccessException.class);
    }

    @Test
    void leavesForeignExceptionsAlone() {
        assertThat(translator.translateExceptionIfPossible(new IllegalStateException()))
                .isNull();
    }
}
