package dev.slipway.settings.installation;

import dev.slipway.run.AgentName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The agents that are configured.
 *
 * @param defaultAgent one of them; null where none is configured
 */
public record AgentsSettings(@Nullable AgentName defaultAgent, List<AgentSettings> agents) {
    public AgentsSettings {
        agents = List.copyOf(agents);
    }
}
