package dev.slipway.starter.connection;

import dev.slipway.run.SearchAttributes;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;

/** Registers the search attributes with the test server, which knows namespaces by name only and answers no lists. */
final class TestServerAttributes {
    private TestServerAttributes() {}

    static void register(WorkflowServiceStubs stubs, String namespace) {
        OperatorServiceStubs operator = OperatorServiceStubs.newServiceStubs(OperatorServiceStubsOptions.newBuilder()
                .setTarget(stubs.getOptions().getTarget())
                .validateAndBuildWithDefaults());
        try {
            AddSearchAttributesRequest.Builder request =
                    AddSearchAttributesRequest.newBuilder().setNamespace(namespace);
            SearchAttributes.ALL.forEach(key -> request.putSearchAttributes(key.getName(), key.getValueType()));
            operator.blockingStub().addSearchAttributes(request.build());
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() != Status.Code.ALREADY_EXISTS) {
                throw e;
            }
        } finally {
            operator.shutdownNow();
        }
    }
}
