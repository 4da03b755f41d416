package dev.slipway.settings.connection;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.settings.installation.TemporalSettings;
import dev.slipway.settings.secret.SecretResolver;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.converter.CodecDataConverter;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The way to Temporal, the same for workers and clients: channel, login, and how values are written. */
public final class TemporalConnection {
    /** Where the local stack's server listens. */
    public static final String LOCAL_ADDRESS = "127.0.0.1:7233";

    /** How long an answer is waited for before a server counts as out of reach; the CLI promises to say so in 10 s. */
    public static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final long ATTEMPT_MILLIS = 2_000;
    private static final long PAUSE_MILLIS = 250;

    private TemporalConnection() {}

    /** The address that is tried: the configured one, else the local stack's. */
    public static String address(TemporalSettings settings) {
        return settings.address() == null ? LOCAL_ADDRESS : settings.address();
    }

    /** Stubs that connect at their first call. The caller shuts them down. */
    public static WorkflowServiceStubs stubs(TemporalSettings settings, SecretResolver secrets) {
        return WorkflowServiceStubs.newServiceStubs(apply(WorkflowServiceStubsOptions.newBuilder(), settings, secrets)
                .validateAndBuildWithDefaults());
    }

    /**
     * Stubs of a server that has answered.
     *
     * @throws ServerUnreachableException within 10 s, saying what was tried
     */
    public static WorkflowServiceStubs connect(TemporalSettings settings, SecretResolver secrets) {
        WorkflowServiceStubs stubs = stubs(settings, secrets);
        try {
            awaitServer(stubs, settings, PATIENCE);
            return stubs;
        } catch (RuntimeException e) {
            stubs.shutdownNow();
            throw e;
        }
    }

    /**
     * Sets address, encryption and login of any stubs' options.
     *
     * @throws dev.slipway.settings.ConfigurationException if the API key, a certificate or a key can't be read
     */
    public static WorkflowServiceStubsOptions.Builder apply(
            WorkflowServiceStubsOptions.Builder options, TemporalSettings settings, SecretResolver secrets) {
        options.setTarget(address(settings));
        if (settings.tls()) {
            options.setSslContext(Encryption.of(settings));
        }
        if (settings.apiKey() != null) {
            // Told at once where it can't be read, and read again for each call: keys are rotated.
            secrets.resolve(settings.apiKey());
            options.addApiKey(() -> secrets.resolve(settings.apiKey()).reveal());
        }
        return options;
    }

    /** A client in Slipway's namespace. */
    public static WorkflowClient client(WorkflowServiceStubs stubs, TemporalSettings settings) {
        return WorkflowClient.newInstance(
                stubs,
                WorkflowClientOptions.newBuilder()
                        .setNamespace(settings.namespace())
                        .setDataConverter(dataConverter())
                        .build());
    }

    /**
     * How values are written: JSON that passes over fields it does not know, so that a worker understands what a newer
     * one wrote; compressed above 32 KB.
     */
    public static DataConverter dataConverter() {
        ObjectMapper mapper = JacksonJsonPayloadConverter.newDefaultObjectMapper();
        mapper.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        return new CodecDataConverter(
                DefaultDataConverter.newDefaultInstance()
                        .withPayloadConverterOverrides(new JacksonJsonPayloadConverter(mapper)),
                List.of(new GzipPayloadCodec()));
    }

    /**
     * Makes Slipway's namespace and search attributes where they are missing, and returns when both can be used. What is
     * there stays as it is; two processes may do it at once.
     *
     * @param retention of closed workflows, for a namespace that is made
     * @return what is there now, and what was missing
     * @throws ServerUnreachableException if the server does not answer or refuses, with what to do
     */
    public static NamespaceState ensureNamespaceAndSearchAttributes(
            WorkflowServiceStubs stubs, TemporalSettings settings, Duration retention) {
        awaitServer(stubs, settings, PATIENCE);
        return new NamespacePreparation(stubs, settings).prepare(retention);
    }

    /**
     * Returns when the server has answered.
     *
     * @throws ServerUnreachableException if it has not, {@code patience} and at most two seconds later
     */
    public static void awaitServer(WorkflowServiceStubs stubs, TemporalSettings settings, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                stubs.blockingStub()
                        .withDeadlineAfter(ATTEMPT_MILLIS, TimeUnit.MILLISECONDS)
                        .getSystemInfo(GetSystemInfoRequest.getDefaultInstance());
                return;
            } catch (StatusRuntimeException e) {
                if (!mayPass(e.getStatus()) || System.nanoTime() - end >= 0) {
                    throw ServerTrouble.of(settings, e);
                }
            }
            pause(settings);
        }
    }

    private static boolean mayPass(Status status) {
        return switch (status.getCode()) {
            case UNAVAILABLE, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED -> true;
            default -> false;
        };
    }

    static void pause(TemporalSettings settings) {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerUnreachableException("interrupted while waiting for Temporal at " + address(settings), e);
        }
    }
}
