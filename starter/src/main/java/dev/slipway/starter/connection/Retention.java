package dev.slipway.starter.connection;

import com.google.protobuf.util.Durations;
import dev.slipway.settings.connection.ServerUnreachableException;
import dev.slipway.settings.connection.TemporalConnection;
import dev.slipway.settings.installation.TemporalSettings;
import io.grpc.StatusRuntimeException;
import io.temporal.api.namespace.v1.NamespaceConfig;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.UpdateNamespaceRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.time.Duration;

/** How long a namespace keeps closed workflows; the development server makes its own with one day. */
public final class Retention {
    private Retention() {}

    static void atLeast(WorkflowServiceStubs stubs, String namespace, Duration wanted) {
        if (current(stubs, namespace).compareTo(wanted) < 0) {
            set(stubs, namespace, wanted);
        }
    }

    /**
     * Sets it as asked for; whether it was otherwise.
     *
     * @throws ServerUnreachableException where the login may not, with what to do
     */
    public static boolean change(WorkflowServiceStubs stubs, TemporalSettings settings, Duration wanted) {
        try {
            if (current(stubs, settings.namespace()).equals(wanted)) {
                return false;
            }
            set(stubs, settings.namespace(), wanted);
            return true;
        } catch (StatusRuntimeException e) {
            throw new ServerUnreachableException(
                    "Temporal at " + TemporalConnection.address(settings)
                            + " did not change the retention of namespace '"
                            + settings.namespace() + "': " + e.getStatus().getDescription()
                            + ". Set it there (on Temporal Cloud: in its console)",
                    e);
        }
    }

    private static Duration current(WorkflowServiceStubs stubs, String namespace) {
        return Duration.ofSeconds(Durations.toSeconds(stubs.blockingStub()
                .describeNamespace(DescribeNamespaceRequest.newBuilder()
                        .setNamespace(namespace)
                        .build())
                .getConfig()
                .getWorkflowExecutionRetentionTtl()));
    }

    private static void set(WorkflowServiceStubs stubs, String namespace, Duration wanted) {
        stubs.blockingStub()
                .updateNamespace(UpdateNamespaceRequest.newBuilder()
                        .setNamespace(namespace)
                        .setConfig(NamespaceConfig.newBuilder()
                                .setWorkflowExecutionRetentionTtl(Durations.fromSeconds(wanted.toSeconds())))
                        .build());
    }
}
