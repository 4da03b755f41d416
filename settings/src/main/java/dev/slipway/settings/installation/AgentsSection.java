package dev.slipway.settings.installation;

import dev.slipway.agent.Billing;
import dev.slipway.run.AgentName;
import dev.slipway.settings.secret.SecretRef;
import dev.slipway.settings.yaml.Layers;
import dev.slipway.settings.yaml.Mapping;
import dev.slipway.settings.yaml.Nearest;
import dev.slipway.settings.yaml.Value;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code agents}: {@code default} and one entry for each agent. */
final class AgentsSection {
    private static final String DEFAULT = "default";
    private static final int CLAUDE_TURNS = 60;
    private static final int MOST_PROJECTS = 10_000;
    private static final int MOST_TURNS = 10_000;
    private static final Duration LONGEST_SILENCE = Duration.ofHours(24);
    private static final Pattern SEAT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern SECRET_VARIABLE =
            Pattern.compile("(?i).*(key|token|secret|password|passwd|credential).*");

    private final Layers layers;
    private final SecretsSeen secrets;

    AgentsSection(Layers layers, SecretsSeen secrets) {
        this.layers = layers;
        this.secrets = secrets;
    }

    AgentsSettings read(Map<String, String> environment) {
        Map<String, Mapping> section = layers.section("agents");
        List<AgentSettings> agents = new ArrayList<>();
        section.forEach((name, mapping) -> {
            if (!name.equals(DEFAULT)) {
                agent(mapping, name).ifPresent(agents::add);
            }
        });
        if (section.keySet().stream().allMatch(DEFAULT::equals)) {
            agents.add(claude(environment));
        }
        return new AgentsSettings(defaultAgent(agents, section), agents);
    }

    private AgentName defaultAgent(List<AgentSettings> agents, Map<String, Mapping> section) {
        List<String> names = agents.stream().map(agent -> agent.name().value()).toList();
        Optional<Value> value = layers.get("agents", DEFAULT);
        if (value.isPresent()) {
            String wanted = value.get().text().map(String::strip).orElse("");
            // An agent with a mistake of its own is told there.
            if (!names.contains(wanted) && !(section.containsKey(wanted) && !wanted.equals(DEFAULT))) {
                value.get()
                        .error("is '" + value.get().shown() + "', but there is no such agent; there is "
                                + String.join(", ", names) + "." + Nearest.hint(wanted, names));
            }
            return names.contains(wanted) ? AgentName.of(wanted) : null;
        }
        if (agents.size() > 1 && !names.contains("claude")) {
            Mapping agentsMapping = section.values().iterator().next();
            agentsMapping.error(
                    names.get(0),
                    "there are several agents and no default. Add 'default: " + names.get(0) + "'"
                            + agentsMapping.under());
        }
        return names.contains("claude")
                ? AgentName.of("claude")
                : agents.isEmpty() ? null : agents.get(0).name();
    }

    /** What runs where no agent is configured: Claude Code, under the login that the environment holds. */
    private static AgentSettings claude(Map<String, String> environment) {
        List<SeatSettings> seats = new ArrayList<>();
        if (!environment.getOrDefault("CLAUDE_CODE_OAUTH_TOKEN", "").isBlank()) {
            SecretRef token = new SecretRef.Environment("CLAUDE_CODE_OAUTH_TOKEN");
            seats.add(new SeatSettings("claude", Billing.SUBSCRIPTION, null, token));
        } else if (!environment.getOrDefault("ANTHROPIC_API_KEY", "").isBlank()) {
            SecretRef key = new SecretRef.Environment("ANTHROPIC_API_KEY");
            seats.add(new SeatSettings("claude", Billing.METERED, key, null));
        }
        return new AgentSettings(
                AgentName.of("claude"),
                AgentKind.CLAUDE,
                List.of(),
                null,
                null,
                CLAUDE_TURNS,
                List.of(),
                Map.of(),
                seats,
                AgentSettings.STALL_AFTER);
    }

    private Optional<AgentSettings> agent(Mapping agents, String name) {
        Optional<AgentName> agentName = name(agents, name);
        Optional<Mapping> mapping = agents.get(name).flatMap(Value::mapping);
        if (agentName.isEmpty() || mapping.isEmpty()) {
            return Optional.empty();
        }
        Mapping agent = mapping.get();
        Optional<AgentKind> kind = kind(agent, name);
        List<String> command = agent.get("command").map(AgentsSection::command).orElse(List.of());
        if (kind.equals(Optional.of(AgentKind.COMMAND)) && agent.get("command").isEmpty()) {
            agents.error(name, "the agent '" + name + "' has no 'command'. Add the program that it runs");
        }
        String model = agent.get("model").flatMap(Value::text).orElse(null);
        URI baseUrl = agent.get("base_url")
                .flatMap(value -> value.uri(Set.of("http", "https")))
                .orElse(null);
        int maxTurns = agent.get("max_turns")
                .flatMap(value -> value.integer(0, MOST_TURNS))
                .orElse(kind.equals(Optional.of(AgentKind.CLAUDE)) ? CLAUDE_TURNS : 0);
        List<String> tools = agent.get("tools").map(Value::listOrOne).orElse(List.of()).stream()
                .flatMap(tool -> tool.text().stream())
                .toList();
        Map<String, SecretRef> env = env(agent);
        List<SeatSettings> seats = seats(agent, name);
        if (kind.equals(Optional.of(AgentKind.CODEX)) && seats.stream().anyMatch(seat -> seat.oauthToken() != null)) {
            agent.error(
                    agent.get("seats").isPresent() ? "seats" : "oauth_token",
                    "the agent '" + name + "' is Codex, which takes an 'api_key' only. Give its seats keys");
        }
        Duration stallAfter = agent.get("stall_after")
                .flatMap(value -> value.duration(Duration.ZERO, LONGEST_SILENCE))
                .orElse(AgentSettings.STALL_AFTER);
        return kind.map(found -> new AgentSettings(
                agentName.get(), found, command, model, baseUrl, maxTurns, tools, env, seats, stallAfter));
    }

    private static Optional<AgentName> name(Mapping agents, String name) {
        try {
            return Optional.of(AgentName.of(name));
        } catch (IllegalArgumentException e) {
            agents.error(name, "'" + name + "' is no name for an agent: up to 100 letters, digits, '.', '_' and '-'");
            return Optional.empty();
        }
    }

    private static Optional<AgentKind> kind(Mapping agent, String name) {
        Optional<Value> value = agent.get("kind");
        if (value.isPresent()) {
            return value.get().oneOf(AgentKind.class);
        }
        Optional<AgentKind> byName = Arrays.stream(AgentKind.values())
                .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
        if (byName.isEmpty()) {
            agent.error(
                    "kind",
                    "the agent '" + name + "' needs 'kind: claude', 'kind: codex', 'kind: command' or 'kind: scripted':"
                            + " its name does not say which it is");
        }
        return byName;
    }

    private static List<String> command(Value value) {
        if (value.isList()) {
            List<String> words =
                    value.list().stream().flatMap(word -> word.text().stream()).toList();
            if (words.isEmpty()) {
                value.error("is an empty list. Name the program and its arguments");
            }
            return words;
        }
        return value.as(CommandWords::split, "a program and its arguments are needed, with quotes that are closed")
                .orElse(List.of());
    }

    private Map<String, SecretRef> env(Mapping agent) {
        Map<String, SecretRef> env = new LinkedHashMap<>();
        agent.get("env").flatMap(Value::mapping).ifPresent(mapping -> {
            for (String variable : mapping.keys()) {
                if (!VARIABLE.matcher(variable).matches()) {
                    mapping.error(variable, "'" + variable + "' is no name for an environment variable");
                }
                mapping.get(variable)
                        .flatMap(value -> SECRET_VARIABLE.matcher(variable).matches()
                                ? secrets.read(value)
                                : secrets.readQuietly(value))
                        .ifPresent(secret -> env.put(variable, secret));
            }
        });
        return Map.copyOf(env);
    }

    private List<SeatSettings> seats(Mapping agent, String name) {
        boolean direct =
                agent.get("api_key").isPresent() || agent.get("oauth_token").isPresent();
        if (direct && agent.get("seats").isPresent()) {
            agent.error("seats", "the agent '" + name + "' has 'seats' and a key of its own. Move the key into a seat");
        }
        if (direct) {
            return List.of(seat(agent, name));
        }
        List<SeatSettings> seats = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Mapping seat : agent.mappings("seats")) {
            String seatName = seat.get("name").flatMap(Value::text).orElse("");
            if (!seatName.isBlank() && !SEAT.matcher(seatName).matches()) {
                seat.error(
                        "name",
                        "'" + seatName + "' is no name for a seat: up to 100 letters, digits, '.', '_' and '-'");
            } else if (seatName.isBlank()) {
                seat.error("name", "a seat of the agent '" + name + "' has no 'name'. Add one");
            } else if (!names.add(seatName)) {
                seat.error(
                        "name", "the seat '" + seatName + "' stands twice under the agent '" + name + "'. Rename one");
            }
            seats.add(seat(seat, seatName));
        }
        return seats;
    }

    private SeatSettings seat(Mapping seat, String name) {
        Optional<Value> apiKey = seat.get("api_key");
        Optional<Value> oauthToken = seat.get("oauth_token");
        if (apiKey.isPresent() && oauthToken.isPresent()) {
            seat.error(
                    "oauth_token", "'api_key' and 'oauth_token' stand together" + seat.under() + ". Keep one of them");
        }
        Billing billing = seat.get("billing")
                .flatMap(value -> value.oneOf(Billing.class))
                .orElse(oauthToken.isPresent() ? Billing.SUBSCRIPTION : Billing.METERED);
        return new SeatSettings(
                name,
                billing,
                apiKey.flatMap(secrets::read).orElse(null),
                oauthToken.flatMap(secrets::read).orElse(null),
                seat.get("max_projects")
                        .flatMap(value -> value.integer(0, MOST_PROJECTS))
                        .orElse(0));
    }
}
