package dev.slipway.starter.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.slipway.change.Step;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.stack.SandboxFaults;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Has the sandbox answer slowly what steps ask for that otherwise take no time, for as long as a worker is to be killed
 * in them: nobody would meet them.
 */
final class SlowSteps {
    private static final Map<Step, List<String>> REQUESTS = Map.of(
            Step.REPOSITORY, List.of("POST /user/repos", "POST /orgs/*/repos"),
            Step.WORKSPACE, List.of("git-fetch"),
            Step.PUSH, List.of("POST git-push"),
            Step.PULL_REQUEST, List.of("POST /repos/*/*/pulls"));
    private static final String DELAY = "2s";

    private final SandboxFaults faults;
    private final Map<Step, List<String>> slow = new EnumMap<>(Step.class);

    SlowSteps(SandboxFaults faults) {
        this.faults = faults;
    }

    /** From now on these are slow, and no others. A sandbox that does not answer is left as it is. */
    void only(Set<Step> steps) {
        try {
            for (Step step : REQUESTS.keySet()) {
                if (steps.contains(step)) {
                    slow.computeIfAbsent(step, this::slowDown);
                } else if (slow.containsKey(step)) {
                    slow.get(step).forEach(faults::remove);
                    slow.remove(step);
                }
            }
        } catch (CommandFailure e) {
            // It is being killed; asked again before the next kill.
            return;
        }
    }

    private List<String> slowDown(Step step) {
        return REQUESTS.get(step).stream()
                .map(route -> faults.add(JsonNodeFactory.instance
                        .objectNode()
                        .put("kind", "slow")
                        .put("route", route)
                        .put("delay", DELAY)))
                .map(added -> id(added))
                .toList();
    }

    private static String id(JsonNode added) {
        return added.path("faults").path(0).path("id").asText();
    }
}
