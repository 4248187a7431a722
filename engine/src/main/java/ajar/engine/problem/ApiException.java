package ajar.engine.problem;

/// The only exception thrown on purpose. It carries a [Problem]; the HTTP edge turns it into an answer.
public final class ApiException extends RuntimeException {
    private final transient Problem problem;

    public ApiException(Problem problem) {
        super(problem.toString(), null, false, false);
        this.problem = problem;
    }

    /// What is wrong.
    public Problem problem() {
        return problem;
    }

    public static ApiException notFound(String model) {
        return new ApiException(new Problem.NotFound(model));
    }

    public static ApiException badRequest(String message) {
        return new ApiException(new Problem.BadRequest(message));
    }

    public static ApiException forbidden(String message) {
        return new ApiException(new Problem.Forbidden(message));
    }

    public static ApiException invalid(FieldErrors errors) {
        return new ApiException(new Problem.Invalid(errors));
    }

    public static ApiException invalid(String field, String message) {
        return invalid(FieldErrors.of(field, message));
    }
}
