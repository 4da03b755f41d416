package dev.slipway.activities.agent;

import dev.slipway.agent.AgentTask;
import dev.slipway.agent.Brief;
import dev.slipway.agent.PromptSize;
import org.jspecify.annotations.Nullable;

/** Fills the prompt templates. */
@FunctionalInterface
public interface AgentPrompts {
    /**
     * Fills the template of a task.
     *
     * @param toolchainGuidance layout that is expected, and how it is compiled and tested
     * @param constitution rules of the house; null for none
     * @param failure trimmed failing output to mend; null for none
     * @param size how much of the template
     */
    String render(
            AgentTask task,
            Brief brief,
            String toolchainGuidance,
            @Nullable String constitution,
            @Nullable String failure,
            PromptSize size);
}
