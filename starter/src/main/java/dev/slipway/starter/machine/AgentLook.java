package dev.slipway.starter.machine;

import dev.slipway.activities.agent.Agents;
import dev.slipway.agent.Billing;
import dev.slipway.settings.installation.AgentKind;
import dev.slipway.settings.installation.AgentSettings;
import dev.slipway.settings.installation.SeatSettings;
import dev.slipway.starter.process.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What can be said about a configured agent without running it on anything: its program, its logins, and who pays.
 *
 * @param version as its program names it; empty where it does not
 * @param problems for which it can't work, or would be billed otherwise than configured; each with what to do
 * @param notes worth knowing
 */
public record AgentLook(
        AgentSettings agent, String version, List<Seat> seats, List<String> problems, List<String> notes) {
    private static final String ANTHROPIC_KEY = "ANTHROPIC_API_KEY";
    private static final String CLAUDE_TOKEN = "CLAUDE_CODE_OAUTH_TOKEN";
    private static final String OPENAI_KEY = "OPENAI_API_KEY";

    /**
     * A login, and what its use is counted as.
     *
     * @param login {@code api key}, {@code subscription token} or {@code none}
     */
    public record Seat(String name, String login, Billing billing) {}

    public AgentLook {
        seats = List.copyOf(seats);
        problems = List.copyOf(problems);
        notes = List.copyOf(notes);
    }

    public boolean usable() {
        return problems.isEmpty();
    }

    /** @param environment of this process, as a worker that is started from it would have it */
    public static AgentLook at(AgentSettings agent, Agents agents, Map<String, String> environment)
            throws InterruptedException {
        List<String> problems = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        agents.problem(agent).ifPresent(problems::add);
        String version = problems.isEmpty() ? version(agent, agents, problems) : "";
        List<Seat> seats = agent.seats().stream().map(AgentLook::seat).toList();
        if (agent.kind() == AgentKind.CLAUDE || agent.kind() == AgentKind.CODEX) {
            logins(agent, problems, notes);
            strays(agent, environment, notes);
        }
        return new AgentLook(agent, version, seats, problems, notes);
    }

    private static String version(AgentSettings agent, Agents agents, List<String> problems)
            throws InterruptedException {
        try {
            Path folder = Files.createTempDirectory("slipway-agent-check-");
            try {
                return agents.version(agent, folder).orElse("");
            } finally {
                FolderTree.delete(folder);
            }
        } catch (IOException e) {
            problems.add("agent " + agent.name() + ": " + e.getMessage());
            return "";
        }
    }

    private static Seat seat(SeatSettings seat) {
        String login = seat.apiKey() != null ? "api key" : seat.oauthToken() != null ? "subscription token" : "none";
        return new Seat(seat.name(), login, seat.billing());
    }

    private static void logins(AgentSettings agent, List<String> problems, List<String> notes) {
        String variable = agent.kind() == AgentKind.CODEX ? OPENAI_KEY : ANTHROPIC_KEY;
        boolean inEnv = agent.env().containsKey(variable) || agent.env().containsKey(CLAUDE_TOKEN);
        if (agent.seats().stream().allMatch(seat -> seat.apiKey() == null && seat.oauthToken() == null) && !inEnv) {
            problems.add("agent " + agent.name() + " has no login, and its HOME is its own: add a seat with an api_key"
                    + (agent.kind() == AgentKind.CLAUDE ? " or an oauth_token ('claude setup-token' makes one)" : ""));
        }
        for (SeatSettings seat : agent.seats()) {
            if (seat.oauthToken() != null && agent.env().containsKey(variable)) {
                problems.add("agents." + agent.name() + ".env passes " + variable + ", which goes before the login of"
                        + " the seat '" + seat.name() + "': its runs would be billed by use. Remove it");
            }
            if (seat.apiKey() != null && seat.billing() == Billing.SUBSCRIPTION) {
                notes.add("seat " + seat.name() + " is a key, which its provider bills by use, but"
                        + " 'billing: subscription' keeps its dollars out of the budgets");
            }
        }
    }

    private static void strays(AgentSettings agent, Map<String, String> environment, List<String> notes) {
        String variable = agent.kind() == AgentKind.CODEX ? OPENAI_KEY : ANTHROPIC_KEY;
        boolean set = !environment.getOrDefault(variable, "").isBlank();
        boolean subscription = agent.seats().stream().anyMatch(seat -> seat.oauthToken() != null);
        if (set && subscription) {
            notes.add(variable + " is set in this environment. Started by hand here, "
                    + Path.of(Agents.command(agent).get(0)).getFileName()
                    + " would use it and be billed by use; Slipway does not pass it on");
        }
    }
}
