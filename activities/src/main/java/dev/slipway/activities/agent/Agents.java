package dev.slipway.activities.agent;

import dev.slipway.activities.process.ProcessLauncher;
import dev.slipway.activities.process.ProgramFolders;
import dev.slipway.run.AgentName;
import dev.slipway.settings.ConfigurationException;
import dev.slipway.settings.installation.AgentKind;
import dev.slipway.settings.installation.AgentSettings;
import dev.slipway.settings.installation.AgentsSettings;
import dev.slipway.settings.installation.SeatSettings;
import dev.slipway.settings.secret.Secret;
import dev.slipway.settings.secret.SecretRef;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
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
                .map(this::adapter);
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
            variables(agent);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("agent " + agent.name() + ": " + e.getMessage() + ". Install it, or set agents."
                    + agent.name() + ".command.");
        } catch (ConfigurationException e) {
            return Optional.of("agent " + agent.name() + ": " + String.join(" ", e.problems()));
        }
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

    private CodingAgent adapter(AgentSettings agent) {
        return agent.kind() == AgentKind.CLAUDE
                ? new ClaudeAgent(agent, program, () -> variables(agent))
                : new CommandAgent(agent.name(), command(agent), program, () -> variables(agent));
    }

    /** The scripted agent is a command too: the sandbox's script book as a program, which the starter configures. */
    private static List<String> command(AgentSettings agent) {
        return agent.command().isEmpty() && agent.kind() == AgentKind.CLAUDE ? List.of("claude") : agent.command();
    }

    private Map<String, String> variables(AgentSettings agent) {
        Map<String, String> variables = new LinkedHashMap<>();
        if (agent.kind() == AgentKind.CLAUDE && !agent.seats().isEmpty()) {
            SeatSettings seat = agent.seats().get(0);
            if (seat.apiKey() != null) {
                variables.put("ANTHROPIC_API_KEY", secrets.apply(seat.apiKey()).reveal());
            }
            if (seat.oauthToken() != null) {
                variables.put(
                        "CLAUDE_CODE_OAUTH_TOKEN",
                        secrets.apply(seat.oauthToken()).reveal());
            }
        }
        agent.env()
                .forEach((name, reference) ->
                        variables.put(name, secrets.apply(reference).reveal()));
        return variables;
    }
}
