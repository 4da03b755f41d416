package dev.slipway.verification;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** Builds and tests, on the workspace's host queue; one attempt. */
@ActivityInterface(namePrefix = "Verification.")
public interface VerificationActivities {
    @ActivityMethod(name = "Verify")
    Verification verify(VerifyWorkspace request);
}
