package dev.slipway.project;

import dev.slipway.agent.Brief;
import dev.slipway.change.ChangePlan;
import dev.slipway.change.Step;
import dev.slipway.run.RunKey;
import dev.slipway.seat.SeatChoice;
import dev.slipway.seat.SeatRoute;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns what the user wrote about a project into what the change flow does. */
final class ProjectPlan {

    private ProjectPlan() {}

    static ChangePlan of(
            ProjectSpec project,
            RunKey runKey,
            String marker,
            @Nullable Step from,
            @Nullable String by,
            String stepTag) {
        return new ChangePlan(
                runKey,
                marker,
                brief(project),
                project.commands(),
                project.priority(),
                project.owner(),
                project.account(),
                route(project),
                project.merge(),
                project.maxRetries(),
                project.retryDelay(),
                project.timeout(),
                project.patience(),
                project.withTests(),
                project.optimise(),
                project.cleanupOnFailure(),
                Set.copyOf(project.gates()),
                from,
                by,
                stepTag);
    }

    /** Its own agent first, then the places to which it may fail over: its own where it names some. */
    private static SeatRoute route(ProjectSpec project) {
        Set<SeatChoice> route = new LinkedHashSet<>();
        if (project.agent() != null) {
            route.add(new SeatChoice(project.agent(), null));
        }
        route.addAll(project.failover());
        return new SeatRoute(List.copyOf(route), project.failover().isEmpty(), project.failoverOn());
    }

    private static Brief brief(ProjectSpec project) {
        return new Brief(
                project.name().value(),
                project.description(),
                project.type(),
                project.toolchain(),
                project.constitution());
    }
}
