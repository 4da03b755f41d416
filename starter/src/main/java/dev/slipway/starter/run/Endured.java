package dev.slipway.starter.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What was done to a batch on purpose, and what it left behind.
 *
 * @param kills in their order
 * @param missed kills that were planned and did not come to be, as {@code worker in push}: no project came into that step
 *     any more
 * @param orphans processes that agents or builds of this stack left running
 * @param secretsFound occurrences of a token, in any form in which it was sent, outside of where it is configured
 * @param unsearched files in which a token could be, and that could not be read
 * @param faultsHit requests that the sandbox made fail
 * @param agentStarts how often a process of an agent was really started, as the workers noted each; whatever the workflows say
 * @param again what was done more than once because of it
 */
public record Endured(
        int workersKilled,
        int serversKilled,
        int sandboxesKilled,
        List<Kill> kills,
        List<String> missed,
        int orphans,
        long secretsFound,
        int unsearched,
        long faultsHit,
        long agentStarts,
        Again again) {
    /** Nothing was done to it. */
    public static final Endured NOTHING = new Endured(0, 0, 0, List.of(), List.of(), 0, 0, 0, 0, 0, Again.NOTHING);

    /**
     * Work that was done more than once.
     *
     * @param steps asked for once more
     * @param goneBack of these, such after which a later step had begun already: more than the step that was cut off
     * @param agentRuns agents started for a step for which one had been started before
     */
    public record Again(int steps, int goneBack, int agentRuns) {
        /** Everything was done once. */
        public static final Again NOTHING = new Again(0, 0, 0);
    }

    public Endured {
        kills = List.copyOf(kills);
        missed = List.copyOf(missed);
    }

    /** Whether nothing was left behind that must not be, as far as all could be looked at. */
    public boolean clean() {
        return orphans == 0 && secretsFound == 0 && unsearched == 0;
    }

    /** Adds its fields to a result. */
    void addTo(ObjectNode node) {
        node.put("workersKilled", workersKilled);
        node.put("serversKilled", serversKilled);
        node.put("sandboxesKilled", sandboxesKilled);
        ArrayNode list = node.putArray("kills");
        for (Kill kill : kills) {
            list.addObject()
                    .put("what", kill.what())
                    .put("wanted", kill.wanted())
                    .put("step", kill.step())
                    .put("at", kill.at().toString())
                    .put(
                            "backAfterMs",
                            kill.backAfter() == null ? null : kill.backAfter().toMillis())
                    .set("again", strings(kill.again()));
        }
        node.set("missed", strings(missed));
        node.put("orphans", orphans);
        node.put("secretsFound", secretsFound);
        node.put("unsearched", unsearched);
        node.put("faultsHit", faultsHit);
        node.put("agentStarts", agentStarts);
        node.put("stepsAgain", again.steps());
        node.put("stepsGoneBack", again.goneBack());
        node.put("agentRunsAgain", again.agentRuns());
    }

    private static ArrayNode strings(List<String> values) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        values.forEach(array::add);
        return array;
    }
}
