package dev.slipway.settings.installation;

import dev.slipway.run.AgentName;
import dev.slipway.settings.secret.SecretRef;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One agent ({@code agents.<name>}).
 *
 * @param command program and arguments; empty: the kind's own
 * @param model null: the agent's own default
 * @param baseUrl of the model's API; null: the agent's own
 * @param maxTurns 0 for no bound
 * @param tools that the agent may use; empty: the kind's default
 * @param env explicit additions to its environment
 * @param seats logins or keys under which it runs; may be empty
 */
public record AgentSettings(
        AgentName name,
        AgentKind kind,
        List<String> command,
        @Nullable String model,
        @Nullable URI baseUrl,
        int maxTurns,
        List<String> tools,
        Map<String, SecretRef> env,
        List<SeatSettings> seats) {
    public AgentSettings {
        command = List.copyOf(command);
        tools = List.copyOf(tools);
        seats = List.copyOf(seats);
    }
}
