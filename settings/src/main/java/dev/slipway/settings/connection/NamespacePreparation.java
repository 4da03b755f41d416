package dev.slipway.settings.connection;

import com.google.protobuf.util.Durations;
import dev.slipway.run.SearchAttributes;
import dev.slipway.settings.installation.TemporalSettings;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.api.workflowservice.v1.CountWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.RegisterNamespaceRequest;
import io.temporal.common.SearchAttributeKey;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Makes a namespace ready for Slipway. A server learns of both things late: each is waited for until it can be used. */
final class NamespacePreparation {
    /** A server's caches are refreshed each 10 s; twice that and some more. */
    private static final Duration USABLE_WITHIN = Duration.ofSeconds(45);

    private static final long CALL_SECONDS = 10;

    private final WorkflowServiceStubs stubs;
    private final TemporalSettings settings;
    private final String namespace;

    NamespacePreparation(WorkflowServiceStubs stubs, TemporalSettings settings) {
        this.stubs = stubs;
        this.settings = settings;
        this.namespace = settings.namespace();
    }

    NamespaceState prepare(Duration retention) {
        boolean made = false;
        Set<String> added = Set.of();
        if (!answers(everyAttribute())) {
            if (!exists()) {
                made = register(retention);
            }
            awaitAnswer("", "namespace '" + namespace + "'");
            if (!answers(everyAttribute())) {
                added = addMissing();
                awaitAnswer(everyAttribute(), "search attributes of namespace '" + namespace + "'");
            }
        }
        return new NamespaceState(made, List.copyOf(added), retention());
    }

    private Duration retention() {
        try {
            return Duration.ofSeconds(stubs.blockingStub()
                    .withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS)
                    .describeNamespace(DescribeNamespaceRequest.newBuilder()
                            .setNamespace(namespace)
                            .build())
                    .getConfig()
                    .getWorkflowExecutionRetentionTtl()
                    .getSeconds());
        } catch (StatusRuntimeException e) {
            // Not every login may look at the namespace itself; it works all the same.
            return Duration.ZERO;
        }
    }

    /** A query that only a server that knows all of them accepts. */
    private static String everyAttribute() {
        return SearchAttributes.ALL.stream()
                .map(key -> key.getName() + " IS NULL")
                .collect(Collectors.joining(" AND "));
    }

    private boolean answers(String query) {
        try {
            stubs.blockingStub()
                    .withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS)
                    .countWorkflowExecutions(CountWorkflowExecutionsRequest.newBuilder()
                            .setNamespace(namespace)
                            .setQuery(query)
                            .build());
            return true;
        } catch (StatusRuntimeException e) {
            return switch (e.getStatus().getCode()) {
                case NOT_FOUND, INVALID_ARGUMENT, UNAVAILABLE, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED -> false;
                // The in-process test server neither counts nor checks search attributes.
                case UNIMPLEMENTED -> true;
                default -> throw ServerTrouble.of(settings, e);
            };
        }
    }

    private void awaitAnswer(String query, String what) {
        long end = System.nanoTime() + USABLE_WITHIN.toNanos();
        while (!answers(query)) {
            if (System.nanoTime() - end >= 0) {
                throw new ServerUnreachableException("Temporal at " + TemporalConnection.address(settings)
                        + " accepted the " + what + ", but does not know it after " + USABLE_WITHIN.toSeconds()
                        + " s. Try again in a minute");
            }
            TemporalConnection.pause(settings);
        }
    }

    private boolean exists() {
        try {
            stubs.blockingStub()
                    .withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS)
                    .describeNamespace(DescribeNamespaceRequest.newBuilder()
                            .setNamespace(namespace)
                            .build());
            return true;
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
                return false;
            }
            throw ServerTrouble.of(settings, e);
        }
    }

    /** Whether it was made here, and not by another process that was faster. */
    private boolean register(Duration retention) {
        try {
            stubs.blockingStub()
                    .withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS)
                    .registerNamespace(RegisterNamespaceRequest.newBuilder()
                            .setNamespace(namespace)
                            .setDescription("Slipway: from a list of projects to pull requests")
                            .setWorkflowExecutionRetentionPeriod(Durations.fromSeconds(retention.toSeconds()))
                            .build());
            return true;
        } catch (StatusRuntimeException e) {
            switch (e.getStatus().getCode()) {
                case ALREADY_EXISTS -> {
                    return false;
                }
                case UNIMPLEMENTED, PERMISSION_DENIED ->
                    throw new ServerUnreachableException(
                            "Temporal at " + TemporalConnection.address(settings) + " has no namespace '" + namespace
                                    + "', and this login may not make it. Make it there (on Temporal Cloud: in its console), with a"
                                    + " retention of " + retention.toDays() + " days, or set temporal.namespace",
                            e);
                default -> throw ServerTrouble.of(settings, e);
            }
        }
    }

    /** By the same channel; the attributes that exist already would make the whole request fail. */
    private Set<String> addMissing() {
        OperatorServiceStubs operator = OperatorServiceStubs.newServiceStubs(OperatorServiceStubsOptions.newBuilder()
                .setChannel(stubs.getRawChannel())
                .setGrpcMetadataProviders(stubs.getOptions().getGrpcMetadataProviders())
                .validateAndBuildWithDefaults());
        try {
            Map<String, IndexedValueType> missing = missing(operator);
            if (!missing.isEmpty()) {
                operator.blockingStub()
                        .withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS)
                        .addSearchAttributes(AddSearchAttributesRequest.newBuilder()
                                .setNamespace(namespace)
                                .putAllSearchAttributes(missing)
                                .build());
            }
            return missing.keySet();
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() != Status.Code.ALREADY_EXISTS) {
                throw refused(e);
            }
            return Set.of();
        }
    }

    private Map<String, IndexedValueType> missing(OperatorServiceStubs operator) {
        Map<String, IndexedValueType> known = operator.blockingStub()
                .withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS)
                .listSearchAttributes(ListSearchAttributesRequest.newBuilder()
                        .setNamespace(namespace)
                        .build())
                .getCustomAttributesMap();
        Map<String, IndexedValueType> missing = new LinkedHashMap<>();
        for (SearchAttributeKey<?> key : SearchAttributes.ALL) {
            IndexedValueType there = known.get(key.getName());
            if (there == null) {
                missing.put(key.getName(), key.getValueType());
            } else if (there != key.getValueType()) {
                throw new ServerUnreachableException("the namespace '" + namespace + "' of Temporal at "
                        + TemporalConnection.address(settings) + " has a search attribute '" + key.getName()
                        + "' of type "
                        + there + "; Slipway needs " + key.getValueType() + ". Give Slipway a namespace of its own");
            }
        }
        return missing;
    }

    private ServerUnreachableException refused(StatusRuntimeException e) {
        return switch (e.getStatus().getCode()) {
            case UNIMPLEMENTED, PERMISSION_DENIED, INVALID_ARGUMENT, RESOURCE_EXHAUSTED ->
                new ServerUnreachableException(
                        "Temporal at " + TemporalConnection.address(settings)
                                + " does not let Slipway add its search attributes to namespace '"
                                + namespace + "': " + e.getStatus().getDescription() + ". Add them there: "
                                + SearchAttributes.ALL.stream()
                                        .map(key -> key.getName() + " (" + typeName(key) + ")")
                                        .collect(Collectors.joining(", ")),
                        e);
            default -> ServerTrouble.of(settings, e);
        };
    }

    private static String typeName(SearchAttributeKey<?> key) {
        return key.getValueType().name().replace("INDEXED_VALUE_TYPE_", "").toLowerCase(java.util.Locale.ROOT);
    }
}
