package dev.slipway.starter.crash;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.activities.process.MarkedProcesses;
import dev.slipway.starter.process.ProcessRecord;
import dev.slipway.starter.stack.Sandbox;
import dev.slipway.starter.stack.StackProcesses;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks at a stack whose batch is over for what must not be there: processes that nobody needs, and secrets. */
final class Aftermath {
    /** Hosts may still be ending what the last steps left behind. */
    private static final Duration SETTLES_WITHIN = Duration.ofSeconds(10);

    private static final long LOOK_MS = 250;

    private final StackProcesses processes;
    private final Sandbox sandbox;

    Aftermath(StackProcesses processes, Sandbox sandbox) {
        this.processes = processes;
        this.sandbox = sandbox;
    }

    /**
     * Processes that agents or builds of this stack left running.
     *
     * @param left ids of processes that killed ones had started
     */
    List<String> orphans(Set<Long> left) {
        long until = System.nanoTime() + SETTLES_WITHIN.toNanos();
        List<String> found = lookForOrphans(left);
        while (!found.isEmpty() && System.nanoTime() < until) {
            try {
                Thread.sleep(LOOK_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return found;
            }
            found = lookForOrphans(left);
        }
        return found;
    }

    private List<String> lookForOrphans(Set<Long> left) {
        Set<Long> ours = processes.allAlive().stream().map(ProcessRecord::pid).collect(Collectors.toSet());
        String state = processes.home().state().toString();
        // Agents and builds have their home in a workspace; workers, and what inherits from them, know the state
        // folder.
        Stream<ProcessHandle> marked = Stream.concat(
                MarkedProcesses.below("HOME=" + state + "/").stream(),
                MarkedProcesses.below("SLIPWAY_STATE_DIR=" + state).stream());
        return Stream.concat(marked, left.stream().flatMap(pid -> ProcessHandle.of(pid).stream()))
                .filter(ProcessHandle::isAlive)
                .filter(process -> !ours.contains(process.pid()))
                .distinct()
                .map(process ->
                        process.pid() + " " + process.info().commandLine().orElse("?"))
                .toList();
    }

    /** Files in which one of the sandbox's tokens, or the key of its model endpoint, can be read; and those that can't. */
    SecretSearch.Findings secrets() {
        List<String> secrets = new ArrayList<>();
        for (JsonNode token : sandbox.tokens().path("tokens")) {
            secrets.add(token.path("token").asText());
        }
        Path state = processes.home().state();
        Path installation = state.resolve("installation");
        Path tokens = processes.home().sandbox().resolve("tokens.json");
        processes.modelKey().ifPresent(secrets::add);
        return new SecretSearch(secrets).in(state, file -> file.startsWith(installation) || file.equals(tokens));
    }
}
