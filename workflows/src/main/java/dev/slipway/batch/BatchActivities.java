package dev.slipway.batch;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** A batch's questions to Temporal itself: its children are abandoned to themselves, so it asks and cancels by id. */
@ActivityInterface(namePrefix = "Batch.")
public interface BatchActivities {
    @ActivityMethod(name = "Inspect")
    InspectedProjects inspect(InspectProjects request);

    @ActivityMethod(name = "Cancel")
    void cancel(CancelProjects request);
}
