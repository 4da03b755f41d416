package dev.slipway.activities.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.activities.process.MarkedProcesses;
import dev.slipway.activities.process.ProcessLauncher;
import dev.slipway.activities.process.ProcessLaunchers;
import dev.slipway.activities.process.RunningProcess;
import dev.slipway.sandbox.SandboxOptions;
import dev.slipway.sandbox.SandboxServer;
import dev.slipway.sandbox.model.ModelServlet;
import dev.slipway.settings.installation.AgentSettings;
import dev.slipway.settings.installation.AgentsSettings;
import dev.slipway.settings.installation.Isolation;
import dev.slipway.settings.secret.SecretResolver;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An agent by itself, isolated, in a folder, with the sandbox's model. */
final class LoneAgent implements AutoCloseable {
    final Path tree;
    final Path home;
    final SandboxServer sandbox;
    private final Path root;
    private final Map<String, String> environment;
    private final ProcessLauncher launcher;
    private int runs;
    private @Nullable BigDecimal mostUsd;
    private Consumer<String> onSession = id -> {};

    /** The test is left out where nothing can be isolated. */
    LoneAgent(Path root) throws IOException {
        this.root = root;
        this.tree = Files.createDirectories(root.resolve("tree"));
        this.home = Files.createDirectories(root.resolve("home"));
        this.environment = new HashMap<>(System.getenv());
        environment.put("SLIPWAY_HOME", root.resolve("slipway").toString());
        this.launcher = ProcessLaunchers.choose(Isolation.AUTO, false, environment);
        assumeTrue(launcher.isolates(), () -> "no isolation here: " + ProcessLaunchers.problem(environment));
        this.sandbox = SandboxServer.start(SandboxOptions.in(root.resolve("sandbox"))
                .withUsers(1)
                .withServlet("/model/*", server -> new ModelServlet()));
    }

    /** Makes something go wrong with the model, instead of what did before; null for nothing. */
    void fault(@Nullable String json) throws IOException, InterruptedException {
        URI faults = URI.create(sandbox.url() + "/_sandbox/faults");
        send(HttpRequest.newBuilder(faults).DELETE());
        if (json != null) {
            send(HttpRequest.newBuilder(faults).POST(HttpRequest.BodyPublishers.ofString(json.replace('\'', '"'))));
        }
    }

    private static void send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(request.header("content-type", "application/json").build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException(answer.statusCode() + " " + answer.body());
        }
    }

    /** What each run may cost from now on. */
    void mostUsd(BigDecimal most) {
        mostUsd = most;
    }

    /** Told the session of each run from now on, on another thread. */
    void onSession(Consumer<String> told) {
        onSession = told;
    }

    /** Asks the agent's own processes to end, and not those that isolate them: what somebody's {@code kill} does. */
    void terminate() {
        List<ProcessHandle> running = MarkedProcesses.below("HOME=" + home).stream()
                .filter(process -> process.info()
                        .command()
                        .filter(program -> !program.endsWith("/bwrap"))
                        .isPresent())
                .toList();
        assertThat(running).isNotEmpty();
        running.forEach(ProcessHandle::destroy);
    }

    AgentReport run(AgentSettings agent, String prompt, @Nullable String session, Duration timeout)
            throws IOException, InterruptedException {
        return run(agent, prompt, session, timeout, agent.stallAfter());
    }

    AgentReport run(AgentSettings agent, String prompt, @Nullable String session, Duration timeout, Duration silence)
            throws IOException, InterruptedException {
        Agents agents = new Agents(
                new AgentsSettings(agent.name(), List.of(agent)),
                new SecretResolver(environment)::resolve,
                launcher,
                environment);
        Path promptFile = root.resolve("prompt-" + ++runs + ".md");
        Files.writeString(promptFile, prompt);
        return agents.find(agent.name())
                .orElseThrow()
                .run(new AgentJob(
                        prompt,
                        promptFile,
                        List.of(),
                        tree,
                        home,
                        transcript(),
                        session,
                        timeout,
                        silence,
                        mostUsd,
                        new AgentJob.Watcher() {
                            @Override
                            public void started(RunningProcess process) {}

                            @Override
                            public void session(String id) {
                                onSession.accept(id);
                            }

                            @Override
                            public void answered() {}
                        }));
    }

    /** Of the last run. */
    Path transcript() {
        return root.resolve("transcript-" + runs + ".log");
    }

    static String prompt(String task, String more) {
        return "Task: " + task + "\nProject: thing\nToolchain: solc\nDescription: A thing\n\n" + more + "\n";
    }

    @Override
    public void close() {
        sandbox.close();
    }
}
