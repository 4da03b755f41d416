package dev.slipway.starter.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.settings.path.SlipwayHome;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.output.ExitCode;
import dev.slipway.starter.output.Table;
import dev.slipway.starter.stack.Sandbox;
import dev.slipway.starter.stack.SandboxFaults;
import dev.slipway.starter.stack.SandboxProcess;
import dev.slipway.starter.stack.StackHomes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway sandbox faults}: what goes wrong in the sandbox. */
@Command(
        name = "faults",
        description = {
            "Shows and sets faults of the sandbox: refusals, limits, lost connections, cut transports.",
            "They happen to GitHub's API, Git and the model endpoint, and are kept over a restart."
        },
        mixinStandardHelpOptions = true)
final class SandboxFaultsCommand implements Callable<Integer> {
    private final SlipwayHome home;

    @Mixin
    private OutputOptions output;

    SandboxFaultsCommand(Surroundings surroundings) {
        this.home = StackHomes.sandboxed(surroundings.home());
    }

    @Override
    public Integer call() {
        return list(output);
    }

    @Command(
            name = "list",
            description = "Lists faults, and how often each has happened.",
            mixinStandardHelpOptions = true)
    int list(@Mixin OutputOptions output) {
        Console console = output.console();
        JsonNode told = faults().all();
        if (output.json()) {
            console.answer(told);
        } else if (told.path("faults").isEmpty()) {
            console.say("No faults. 'slipway sandbox faults profile NAME' adds several, 'add KIND' one:");
            told.path("profiles").properties().forEach(profile -> console.say("  profile " + described(profile)));
            told.path("kinds").properties().forEach(kind -> console.say("  add " + described(kind)));
        } else {
            show(console, told.path("faults"));
        }
        return ExitCode.DONE;
    }

    @Command(
            name = "add",
            description = "Adds a fault. DURATION is such as 500ms, 5s, 2m or 5h.",
            mixinStandardHelpOptions = true)
    int add(
            @Mixin OutputOptions output,
            @Mixin FaultOptions options,
            @Parameters(paramLabel = "KIND", description = "Such as drop-after; 'list' shows all.") String kind) {
        return added(output, options.fault(kind));
    }

    @Command(
            name = "profile",
            description =
                    "Adds the faults of a profile, in place of those of the one before: none, limits, flaky, all.",
            mixinStandardHelpOptions = true)
    int profile(
            @Mixin OutputOptions output,
            @Option(names = "--seed", paramLabel = "N", description = "Decides which requests are hit; 1.") @Nullable
                    Long seed,
            @Option(
                            names = "--every",
                            paramLabel = "DURATION",
                            description = "Hit one request each time, with whichever fault's turn it is.")
                    @Nullable
                    String every,
            @Option(names = "--for", paramLabel = "DURATION", description = "Each for so long.") @Nullable
                    String lasting,
            @Parameters(paramLabel = "NAME") String name) {
        ObjectNode asked = JsonNodeFactory.instance.objectNode().put("profile", name);
        FaultOptions.put(asked, "every", every);
        FaultOptions.put(asked, "for", lasting);
        if (seed != null) {
            asked.put("seed", seed);
        }
        return added(output, asked);
    }

    @Command(name = "clear", description = "Removes one fault, or all.", mixinStandardHelpOptions = true)
    int clear(
            @Mixin OutputOptions output,
            @Parameters(paramLabel = "ID", arity = "0..1", description = "All if not given.") @Nullable String id) {
        int removed = 1;
        if (id == null) {
            removed = faults().clear();
        } else {
            faults().remove(id);
        }
        if (output.json()) {
            output.console().answer(JsonNodeFactory.instance.objectNode().put("removed", removed));
        } else {
            output.console().say("Removed " + removed + (removed == 1 ? " fault." : " faults."));
        }
        return ExitCode.DONE;
    }

    private int added(OutputOptions output, ObjectNode asked) {
        JsonNode told = faults().add(asked);
        if (output.json()) {
            output.console().answer(told);
        } else if (told.path("faults").isEmpty()) {
            output.console().say("No faults of a profile any more.");
        } else {
            show(output.console(), told.path("faults"));
        }
        return ExitCode.DONE;
    }

    private static void show(Console console, JsonNode faults) {
        Table table = new Table(console.style(), "ID", "KIND", "WHERE", "WHEN", "HITS", "STATE");
        for (JsonNode fault : faults) {
            table.row(
                    fault.path("id").asText(),
                    fault.path("kind").asText(),
                    where(fault),
                    when(fault),
                    fault.path("hits").asText() + " of " + fault.path("seen").asText(),
                    fault.path("state").asText());
        }
        table.lines().forEach(console::say);
    }

    private static String where(JsonNode fault) {
        List<String> parts = new ArrayList<>();
        parts.add(fault.path("route").asText("any route"));
        if (fault.has("user")) {
            parts.add("of " + fault.path("user").asText());
        }
        return String.join(" ", parts);
    }

    private static String when(JsonNode fault) {
        List<String> parts = new ArrayList<>();
        if (fault.has("every")) {
            parts.add("every " + fault.path("every").asText());
        } else {
            parts.add(
                    fault.path("share").asDouble() == 1
                            ? "each"
                            : fault.path("share").asText() + " of them");
        }
        if (fault.has("times")) {
            int times = fault.path("times").asInt();
            parts.add(times == 1 ? "once" : times + " times");
        }
        if (fault.path("state").asText().equals("waiting")) {
            parts.add("from " + second(fault.path("starts")));
        }
        if (fault.has("until")) {
            parts.add("until " + second(fault.path("until")));
        }
        return String.join(", ", parts);
    }

    private static Instant second(JsonNode time) {
        return Instant.parse(time.asText()).truncatedTo(ChronoUnit.SECONDS);
    }

    private static String described(Map.Entry<String, JsonNode> entry) {
        return entry.getKey() + ": " + entry.getValue().asText();
    }

    private SandboxFaults faults() {
        return new SandboxProcess(home)
                .running()
                .map(Sandbox::url)
                .map(SandboxFaults::new)
                .orElseThrow(() -> CommandFailure.outOfReach(
                        "The sandbox is not running. 'slipway sandbox start' starts it; 'slipway demo --keep' leaves the"
                                + " demo's running."));
    }
}
