package dev.slipway.settings.connection;

import dev.slipway.settings.installation.TemporalSettings;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** Says in plain words why a call to Temporal failed, and what to do. */
final class ServerTrouble {
    private ServerTrouble() {}

    static ServerUnreachableException of(TemporalSettings settings, StatusRuntimeException failure) {
        String tried =
                "Temporal at " + TemporalConnection.address(settings) + " (namespace '" + settings.namespace() + "', "
                        + (settings.tls() ? settings.certificate() == null ? "TLS" : "mutual TLS" : "unencrypted")
                        + (settings.apiKey() == null ? "" : ", with an API key") + ")";
        return new ServerUnreachableException(tried + " " + inWords(settings, failure.getStatus()), failure);
    }

    private static String inWords(TemporalSettings settings, Status status) {
        return switch (status.getCode()) {
            case UNAVAILABLE, UNKNOWN, INTERNAL -> "can't be reached: " + unavailable(settings, status);
            case DEADLINE_EXCEEDED ->
                "did not answer in time. Is it overloaded, or does a firewall drop the connection?";
            case UNAUTHENTICATED ->
                "refused the login: " + text(status) + ". Check temporal.api_key or temporal.certificate";
            case PERMISSION_DENIED ->
                "refused: " + text(status) + ". Check temporal.namespace, and that this login may use it";
            default -> "answered " + status.getCode() + ": " + text(status);
        };
    }

    private static String unavailable(TemporalSettings settings, Status status) {
        for (Throwable cause = status.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException) {
                return "the host name is unknown. Check temporal.address";
            }
            if (cause instanceof ConnectException) {
                return "connection refused. "
                        + (settings.address() == null
                                ? "'slipway up' starts the local server"
                                : "Check temporal.address, and that a server runs there");
            }
            if (cause instanceof SSLException) {
                return "no encrypted connection (" + cause.getMessage()
                        + "). Check temporal.tls, temporal.ca and the server's certificate";
            }
        }
        if (text(status).contains("First received frame was not SETTINGS")) {
            return "what listens there speaks another protocol or encryption. Check temporal.address and temporal.tls";
        }
        return text(status) + ". Check temporal.address and temporal.tls";
    }

    private static String text(Status status) {
        String text = status.getDescription() == null ? status.getCode().name() : status.getDescription();
        return text.lines().findFirst().orElse("");
    }
}
