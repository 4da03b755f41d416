package dev.slipway.settings.installation;

import dev.slipway.run.AgentName;
import dev.slipway.settings.secret.SecretRef;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * @param stallAfter for which it may say nothing before it is ended; zero for any time
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
        List<SeatSettings> seats,
        Duration stallAfter) {
    /** Longer than any one command of an agent, or answer of a model, should take. */
    public static final Duration STALL_AFTER = Duration.ofMinutes(10);

    public AgentSettings {
        command = List.copyOf(command);
        tools = List.copyOf(tools);
        seats = List.copyOf(seats);
    }

    /** Its seats' names; an agent without keys of its own has one seat, {@code default}. */
    public List<String> seatNames() {
        return seats.isEmpty()
                ? List.of("default")
                : seats.stream().map(SeatSettings::name).toList();
    }

    /** A seat by its name. */
    public Optional<SeatSettings> seats(String seat) {
        return seats.stream().filter(one -> one.name().equals(seat)).findFirst();
    }
}
