package org.momoko.sample.account;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.momoko.error.MomokoException;
import org.momoko.error.OperationalException;
import org.momoko.error.OutcomeUnknownException;
import org.momoko.error.PoolException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.validation.FieldError;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;

/**
 * Answers every error as {@code application/problem+json} (RFC 9457). Where a field of the request is at fault, the
 * member {@code errors} maps its name to what is wrong with it. Errors of the server are logged here, and the answer says
 * no more than that they happened.
 */
@RestControllerAdvice
class ApiErrors extends ResponseEntityExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ApiErrors.class);

    @ExceptionHandler
    ProblemDetail refused(LedgerException e) {
        HttpStatus status = switch (e.reason()) {
            case INVALID -> HttpStatus.BAD_REQUEST;
            case NOT_FOUND -> HttpStatus.NOT_FOUND;
            case CONFLICT -> HttpStatus.CONFLICT;
        };
        return problem(status, Map.of(e.field(), String.valueOf(e.getMessage())));
    }

    /** Lost between COMMIT and its answer: the one case in which repeating the request may do it twice. */
    @ExceptionHandler
    ProblemDetail outcomeUnknown(OutcomeUnknownException e) {
        LOG.error("The outcome of a statement is unknown", e);
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.SERVICE_UNAVAILABLE,
                "The connection to the database was lost before its answer. Look at the latest transfers before you "
                        + "try again.");
    }

    /** No connection in time, or none at all: nothing was done, so the client may try again. */
    @ExceptionHandler({PoolException.class, OperationalException.class})
    ResponseEntity<ProblemDetail> unavailable(MomokoException e) {
        LOG.error("The database is not available", e);
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                HttpStatus.SERVICE_UNAVAILABLE, "The database is not available at the moment.");
        return ResponseEntity.of(problem).header(HttpHeaders.RETRY_AFTER, "1").build();
    }

    @ExceptionHandler
    ProblemDetail unexpected(Exception e) {
        LOG.error("Unexpected error", e);
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.INTERNAL_SERVER_ERROR, "The request failed for a reason that is not the request's fault.");
    }

    /** A field of the body that breaks a rule. */
    @Override
    protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(
            MethodArgumentNotValidException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        Map<String, String> errors = new TreeMap<>();
        for (FieldError error : e.getFieldErrors()) {
            errors.putIfAbsent(error.getField(), String.valueOf(error.getDefaultMessage()));
        }
        return handleExceptionInternal(e, problem(status, errors), headers, status, request);
    }

    /** A parameter of the URL that breaks a rule. */
    @Override
    protected @Nullable ResponseEntity<Object> handleHandlerMethodValidationException(
            HandlerMethodValidationException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        Map<String, String> errors = new TreeMap<>();
        e.getParameterValidationResults().forEach(result -> {
            String name = String.valueOf(result.getMethodParameter().getParameterName());
            for (MessageSourceResolvable error : result.getResolvableErrors()) {
                errors.putIfAbsent(name, String.valueOf(error.getDefaultMessage()));
            }
        });
        return handleExceptionInternal(e, problem(status, errors), headers, status, request);
    }

    /** A parameter of the URL that is no number. */
    @Override
    protected @Nullable ResponseEntity<Object> handleTypeMismatch(
            TypeMismatchException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String name = String.valueOf(e.getPropertyName());
        return handleExceptionInternal(e, problem(status, Map.of(name, "must be a number")), headers, status, request);
    }

    /** A body that is no JSON, or JSON in which a field has the wrong type. */
    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String field = e.getCause() instanceof DatabindException wrongType ? firstName(wrongType) : null;
        ProblemDetail problem = field == null
                ? ProblemDetail.forStatusAndDetail(status, "The body must be a JSON object.")
                : problem(status, Map.of(field, "has the wrong type"));
        return handleExceptionInternal(e, problem, headers, status, request);
    }

    private static @Nullable String firstName(DatabindException e) {
        for (JacksonException.Reference step : e.getPath()) {
            if (step.getPropertyName() != null) {
                return step.getPropertyName();
            }
        }
        return null;
    }

    /** The detail repeats the fields, for clients that show nothing else. */
    private static ProblemDetail problem(HttpStatusCode status, Map<String, String> errors) {
        StringBuilder detail = new StringBuilder();
        errors.forEach((field, error) -> detail.append(detail.isEmpty() ? "" : "; ")
                .append(field)
                .append(' ')
                .append(error));
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail.toString());
        problem.setProperty("errors", errors);
        return problem;
    }
}
