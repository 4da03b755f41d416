package dev.slipway.starter.connection;

import com.google.protobuf.util.Durations;
import io.temporal.api.namespace.v1.NamespaceConfig;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.UpdateNamespaceRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.time.Duration;

/** How long a namespace keeps closed workflows; the development server makes its own with one day. */
final class Retention {
    private Retention() {}

    static void atLeast(WorkflowServiceStubs stubs, String namespace, Duration wanted) {
        NamespaceConfig config = stubs.blockingStub()
                .describeNamespace(DescribeNamespaceRequest.newBuilder()
                        .setNamespace(namespace)
                        .build())
                .getConfig();
        if (Durations.toSeconds(config.getWorkflowExecutionRetentionTtl()) < wanted.toSeconds()) {
            stubs.blockingStub()
                    .updateNamespace(UpdateNamespaceRequest.newBuilder()
                            .setNamespace(namespace)
                            .setConfig(NamespaceConfig.newBuilder()
                                    .setWorkflowExecutionRetentionTtl(Durations.fromSeconds(wanted.toSeconds())))
                            .build());
        }
    }
}
