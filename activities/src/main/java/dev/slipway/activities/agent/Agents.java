package dev.slipway.activities.agent;

import dev.slipway.activities.process.ProcessLauncher;
import dev.slipway.activities.process.ProgramFolders;
import dev.slipway.run.AgentName;
import dev.slipway.run.SeatId;
import dev.slipway.settings.ConfigurationException;
import dev.slipway.settings.installation.AgentKind;
import dev.slipway.settings.installation.AgentSettings;
import dev.slipway.settings.installation.AgentsSettings;
import dev.slipway.settings.installation.SeatSettings;
import dev.slipway.settings.secret.Secret;
import dev.slipway.settings.secret.SecretRef;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The agents that this worker has. */
public final class Agents {
    private final AgentsSettings settings;
    private final Function<SecretRef, Secret> secrets;
    private final AgentProgram program;
    private final Map<String, String> worker;

    /**
     * @param secrets resolves a reference, as {@code SecretResolver::resolve}
     * @param worker this process's environment, of which agents get only what is allow-listed
     */
    public Agents(
            AgentsSettings settings,
            Function<SecretRef, Secret> secrets,
            ProcessLauncher launcher,
            Map<String, String> worker) {
        this.settings = settings;
        this.secrets = secrets;
        this.program = new AgentProgram(launcher, worker);
        this.worker = Map.copyOf(worker);
    }

    /** An agent by name, or the default one for null; empty where it is not configured. */
    public Optional<CodingAgent> find(@Nullable AgentName name) {
        AgentName wanted = name == null ? settings.defaultAgent() : name;
        return settings.agents().stream()
                .filter(agent -> agent.name().equals(wanted))
                .findFirst()
                .map(agent -> adapter(agent, agent.seats().stream().findFirst().orElse(null)));
    }

    /** The agent under a seat's key; empty where either is not configured. */
    public Optional<CodingAgent> find(SeatId seat) {
        return settings.agents().stream()
                .filter(agent -> agent.name().equals(seat.agent()))
                .filter(agent ->
                        agent.seats(seat.seat()).isPresent() || agent.seats().isEmpty())
                .findFirst()
                .map(agent -> adapter(agent, agent.seats(seat.seat()).orElse(null)));
    }

    /** Why an agent can't run here, with what to do; empty where it can. */
    public Optional<String> problem(AgentSettings agent) {
        List<String> command = command(agent);
        if (command.isEmpty()) {
            return Optional.of(
                    "agents." + agent.name() + ".command is not set. Set it to the program and its arguments.");
        }
        try {
            ProgramFolders.located(command, worker);
            variables(agent, agent.seats().stream().findFirst().orElse(null));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("agent " + agent.name() + ": " + e.getMessage() + ". Install it, or set agents."
                    + agent.name() + ".command.");
        } catch (ConfigurationException e) {
            return Optional.of("agent " + agent.name() + ": " + String.join(" ", e.problems()));
        }
    }

    /**
     * The version that an agent's program names; empty where the kind is not asked, or it does not answer.
     *
     * @param folder for what it leaves
     * @throws IOException when it can't be started, with what is missing
     */
    public Optional<String> version(AgentSettings agent, Path folder) throws IOException, InterruptedException {
        return AgentVersion.of(agent, command(agent), program, folder);
    }

    /** Folders below HOME in which they keep their sessions. */
    public Set<Path> sessionFolders() {
        return settings.agents().stream()
                .flatMap(agent -> adapter(agent, null).sessionFolders().stream())
                .collect(Collectors.toSet());
    }

    /** Every secret that an agent is given, as far as it can be resolved: what must not stand in a transcript. */
    public List<Secret> secrets() {
        List<Secret> all = new ArrayList<>();
        for (AgentSettings agent : settings.agents()) {
            List<SecretRef> references = new ArrayList<>(agent.env().values());
            for (SeatSettings seat : agent.seats()) {
                Optional.ofNullable(seat.apiKey()).ifPresent(references::add);
                Optional.ofNullable(seat.oauthToken()).ifPresent(references::add);
            }
            for (SecretRef reference : references) {
                resolved(reference).ifPresent(all::add);
            }
        }
        return all;
    }

    /** One that can't be resolved is given to nobody. */
    private Optional<Secret> resolved(SecretRef reference) {
        try {
            return Optional.of(secrets.apply(reference));
        } catch (ConfigurationException e) {
            return Optional.empty();
        }
    }

    private CodingAgent adapter(AgentSettings agent, @Nullable SeatSettings seat) {
        return switch (agent.kind()) {
            case CLAUDE -> new ClaudeAgent(agent, seat, program, () -> variables(agent, seat));
            case CODEX -> new CodexAgent(agent, program, () -> variables(agent, seat));
            case COMMAND, SCRIPTED ->
                new CommandAgent(
                        agent.name(), command(agent), agent.stallAfter(), program, () -> variables(agent, seat));
        };
    }

    /**
     * The program and its arguments: the kind's own where none are configured; empty where there is none. The scripted
     * agent is a command too: the sandbox's script book as a program, which the starter configures.
     */
    public static List<String> command(AgentSettings agent) {
        if (!agent.command().isEmpty()) {
            return agent.command();
        }
        return switch (agent.kind()) {
            case CLAUDE -> List.of(ClaudeAgent.PROGRAM);
            case CODEX -> List.of(CodexAgent.PROGRAM);
            case COMMAND, SCRIPTED -> List.of();
        };
    }

    private Map<String, String> variables(AgentSettings agent, @Nullable SeatSettings seat) {
        Map<String, String> variables = new LinkedHashMap<>();
        if (seat != null) {
            keyVariable(agent.kind(), seat)
                    .ifPresent(variable ->
                            variables.put(variable, secrets.apply(secret(seat)).reveal()));
        }
        agent.env()
                .forEach((name, reference) ->
                        variables.put(name, secrets.apply(reference).reveal()));
        return variables;
    }

    /** Where an agent looks for its seat's login; empty where it looks nowhere, or the seat has none. */
    static Optional<String> keyVariable(AgentKind kind, SeatSettings seat) {
        if (seat.apiKey() == null && seat.oauthToken() == null) {
            return Optional.empty();
        }
        return switch (kind) {
            case CLAUDE -> Optional.of(seat.apiKey() == null ? "CLAUDE_CODE_OAUTH_TOKEN" : "ANTHROPIC_API_KEY");
            case CODEX -> Optional.of(CodexAgent.KEY);
            case COMMAND, SCRIPTED -> Optional.empty();
        };
    }

    private static SecretRef secret(SeatSettings seat) {
        return seat.apiKey() == null ? Objects.requireNonNull(seat.oauthToken()) : seat.apiKey();
    }
}
