package dev.slipway.starter.crash;

import dev.slipway.agent.AgentActivities;
import dev.slipway.verification.VerificationActivities;
import dev.slipway.workspace.WorkspaceActivities;
import dev.slipway.workspace.WorkspaceStepActivities;
import io.temporal.common.metadata.POJOActivityInterfaceMetadata;
import java.util.Set;

/** Types of the activities that are done on a host, as the server knows them. */
final class HostWork {
    /** Holds a workspace for as long as it is open: no step. */
    static final String HOLD = type(WorkspaceActivities.class, "hold");

    static final String AGENT = type(AgentActivities.class, "run");
    static final String VERIFY = type(VerificationActivities.class, "verify");
    static final String DEPLOY = type(VerificationActivities.class, "deploy");
    static final String PUSH = type(WorkspaceStepActivities.class, "publish");

    /** What is lost and repeated when a host is. */
    static final Set<String> STEPS = Set.of(AGENT, VERIFY, PUSH, DEPLOY);

    private HostWork() {}

    private static String type(Class<?> activities, String method) {
        return POJOActivityInterfaceMetadata.newInstance(activities).getMethodsMetadata().stream()
                .filter(declared -> declared.getMethod().getName().equals(method))
                .map(declared -> declared.getActivityTypeName())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(activities.getSimpleName() + " has no " + method));
    }
}
