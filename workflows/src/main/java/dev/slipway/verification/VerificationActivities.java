package dev.slipway.verification;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** Builds, tests and deploys, on the workspace's host queue; one attempt. */
@ActivityInterface(namePrefix = "Verification.")
public interface VerificationActivities {
    @ActivityMethod(name = "Verify")
    Verification verify(VerifyWorkspace request);

    /**
     * Deploys what was merged. Fails with {@code OUTCOME_UNKNOWN} where it was begun before under the same name and did
     * not come to an end that is known.
     */
    @ActivityMethod(name = "Deploy")
    Verification deploy(DeployWorkspace request);
}
