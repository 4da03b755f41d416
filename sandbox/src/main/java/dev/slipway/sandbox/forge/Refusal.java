package dev.slipway.sandbox.forge;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An operation that GitHub would refuse, with the status and words it would use. */
public final class Refusal extends RuntimeException {
    private final int status;
    private final List<Fault> faults;
    private final @Nullable String location;
    private final Map<String, String> headers;

    /** One entry of {@code errors}. */
    public record Fault(
            @Nullable String resource,
            @Nullable String field,
            String code,
            @Nullable String message) {}

    private Refusal(int status, String message, List<Fault> faults, @Nullable String location) {
        this(status, message, faults, location, Map.of());
    }

    private Refusal(
            int status, String message, List<Fault> faults, @Nullable String location, Map<String, String> headers) {
        super(message, null, false, false);
        this.status = status;
        this.faults = List.copyOf(faults);
        this.location = location;
        this.headers = Map.copyOf(headers);
    }

    public static Refusal of(int status, String message) {
        return new Refusal(status, message, List.of(), null);
    }

    public static Refusal notFound() {
        return of(404, "Not Found");
    }

    public static Refusal forbidden(String message) {
        return of(403, message);
    }

    public static Refusal conflict(String message) {
        return of(409, message);
    }

    public static Refusal unprocessable(String message) {
        return of(422, message);
    }

    /** A 422 that names the field. */
    public static Refusal validation(Fault... faults) {
        return new Refusal(422, "Validation Failed", List.of(faults), null);
    }

    /** A 422 with its own first sentence. */
    public static Refusal validation(String message, Fault... faults) {
        return new Refusal(422, message, List.of(faults), null);
    }

    /** What was asked for has moved. */
    public static Refusal moved(int status, String location) {
        return new Refusal(status, status == 301 ? "Moved Permanently" : "Temporary Redirect", List.of(), location);
    }

    public static Fault fault(String resource, String field, String code) {
        return new Fault(resource, field, code, null);
    }

    public static Fault custom(String resource, @Nullable String field, String message) {
        return new Fault(resource, field, "custom", message);
    }

    /** The same, with a header that says more. */
    public Refusal with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Refusal(status, getMessage(), faults, location, more);
    }

    /** Headers of its own. */
    public Map<String, String> headers() {
        return headers;
    }

    public int status() {
        return status;
    }

    public List<Fault> faults() {
        return faults;
    }

    public @Nullable String location() {
        return location;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
