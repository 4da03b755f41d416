package dev.slipway.starter.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.account.AccountPoolWorkflow;
import dev.slipway.agent.AgentResult;
import dev.slipway.batch.BatchSummary;
import dev.slipway.project.ProjectSpec;
import dev.slipway.repository.OnNameTaken;
import dev.slipway.repository.Visibility;
import dev.slipway.run.AgentName;
import dev.slipway.run.BatchName;
import dev.slipway.run.Priority;
import dev.slipway.run.ProjectName;
import dev.slipway.run.ToolchainName;
import dev.slipway.run.WorkflowIds;
import dev.slipway.seat.AgentPoolWorkflow;
import dev.slipway.settings.installation.TemporalSettings;
import dev.slipway.settings.path.SlipwayHome;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.process.ProcessRecord;
import dev.slipway.starter.run.BatchRun;
import dev.slipway.starter.run.Outcome;
import dev.slipway.starter.run.Pool;
import dev.slipway.starter.run.ProjectResult;
import dev.slipway.starter.run.ProjectRow;
import dev.slipway.starter.run.SandboxCounts;
import dev.slipway.starter.stack.SandboxFaults;
import dev.slipway.starter.stack.SandboxedStack;
import dev.slipway.starter.stack.StackProcesses;
import dev.slipway.verification.Commands;
import io.temporal.api.history.v1.HistoryEvent;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A real server, sandbox and workers as processes, on which something is done to a batch while it runs. */
final class CrashStack implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final BatchName BATCH = BatchName.of("withstand");
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);
    private static final PrintStream NOWHERE = new PrintStream(OutputStream.nullOutputStream());

    private final SandboxedStack stack;
    private final Set<Long> left = new HashSet<>();
    private List<ProjectSpec> projects = List.of();
    private @Nullable BatchRun run;

    CrashStack(Path folder, int workers, int slots, ObjectNode agents) {
        this(folder, workers, slots, stack -> agents, JsonNodeFactory.instance.objectNode());
    }

    /**
     * @param agents of a stack that has its sandbox
     * @param others further sections of the workers' installation
     */
    CrashStack(Path folder, int workers, int slots, Function<SandboxedStack, ObjectNode> agents, ObjectNode others) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.remove("SLIPWAY_TEMPORAL_ADDRESS");
        environment.put("SLIPWAY_HOME", folder.resolve("home").toString());
        stack = new SandboxedStack(
                SlipwayHome.from(environment), environment, Console.of(NOWHERE, NOWHERE, environment));
        boolean up = false;
        try {
            stack.start(new TemporalSettings(null, "slipway", null, false, null, null, null));
            stack.startWorkers(new SandboxedStack.Crew(workers, slots, List.of(), agents.apply(stack), others, true));
            new Pool(stack.server()).await(state -> state.workers().size() >= workers, PATIENCE);
            up = true;
        } finally {
            if (!up) {
                stack.close();
            }
        }
    }

    /** A project of the demo's kind: its first source fails, the second passes. */
    static ProjectSpec project(String name, @Nullable String agent, Duration timeout, String... tests) {
        return project(name, agent, timeout, OnNameTaken.SUFFIX, tests);
    }

    static ProjectSpec project(
            String name, @Nullable String agent, Duration timeout, OnNameTaken onNameTaken, String... tests) {
        return new ProjectSpec(
                ProjectName.of(name),
                "Release notes, rendered as Markdown by a shell script",
                "script",
                ToolchainName.of("command"),
                new Commands(List.of(), List.of(), List.of(tests)),
                Priority.MEDIUM,
                null,
                null,
                agent == null ? null : AgentName.of(agent),
                Visibility.PRIVATE,
                List.of(),
                "main",
                onNameTaken,
                null,
                1,
                Duration.ZERO,
                timeout,
                Duration.ofSeconds(1),
                false,
                false,
                false,
                List.of(),
                null,
                List.of(),
                null);
    }

    void begin(ProjectSpec... specs) {
        projects = List.of(specs);
        run = BatchRun.start(stack.server(), new BatchRun.Order(BATCH, projects, projects.size(), false, HEARTBEAT));
    }

    StackProcesses processes() {
        return stack.processes();
    }

    SandboxFaults faults() {
        return new SandboxFaults(stack.sandbox().url());
    }

    /** The account pool, as {@code slipway account} asks it. */
    AccountPoolWorkflow accounts() {
        return stack.server().client().newWorkflowStub(AccountPoolWorkflow.class, WorkflowIds.ACCOUNT_POOL);
    }

    /** The agent pool, as {@code slipway seat} asks it. */
    AgentPoolWorkflow seats() {
        return stack.server().client().newWorkflowStub(AgentPoolWorkflow.class, WorkflowIds.AGENT_POOL);
    }

    /** Whether a worker has noted, on its disk, what a step came to. */
    boolean hasOutcome(String worker, String step) throws IOException {
        Path state = Path.of(processes().alive(worker).orElseThrow().details().get("state"));
        try (Stream<Path> files =
                Files.find(state, 6, (file, attributes) -> file.endsWith(Path.of("outcomes", step + ".json")))) {
            return files.findAny().isPresent();
        }
    }

    ProjectSight sight() {
        return new ProjectSight(stack.server(), BATCH, projects.size());
    }

    /** The worker that runs an activity of that type for an open project, once one does; not one of those. */
    String workerThatRuns(String type, String... others) {
        return await("a worker that runs " + type)
                .atMost(PATIENCE)
                .pollInterval(50, TimeUnit.MILLISECONDS)
                .until(
                        () -> sight().running(sight().open()).stream()
                                .filter(running -> running.type().equals(type))
                                .flatMap(running -> worker(running.pid()).stream())
                                .filter(worker -> !List.of(others).contains(worker))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    /** A worker in a step. */
    record Seen(String worker, String step) {}

    /** The worker that runs a step of that type, other than those, once one does. */
    Seen awaitStep(String type, List<String> others) {
        return await("a step of " + type)
                .atMost(PATIENCE)
                .pollInterval(50, TimeUnit.MILLISECONDS)
                .until(() -> seen(type, others), Optional::isPresent)
                .orElseThrow();
    }

    private Optional<Seen> seen(String type, List<String> others) {
        Optional<String> step = rows().stream()
                .flatMap(row -> WorkAgain.begun(history(row.name())).stream())
                .reduce((first, last) -> last)
                .filter(last -> !others.contains(last));
        return step.flatMap(name -> sight().running(sight().open()).stream()
                .filter(running -> running.type().equals(type))
                .flatMap(running -> worker(running.pid()).stream())
                .map(worker -> new Seen(worker, name))
                .findFirst());
    }

    private Optional<String> worker(long pid) {
        return processes().workers().stream()
                .filter(name -> processes()
                        .alive(name)
                        .filter(record -> record.pid() == pid)
                        .isPresent())
                .findFirst();
    }

    long pid(String worker) {
        return processes().alive(worker).map(ProcessRecord::pid).orElseThrow();
    }

    void kill(String worker) {
        left.addAll(processes().kill(worker));
    }

    /** A batch does not wait for projects that rest until a person chooses: those are waited for until their patience ends. */
    BatchSummary awaitEnd() throws Exception {
        BatchSummary summary = run.result().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        await("the end of all projects")
                .atMost(PATIENCE)
                .until(() -> results().values().stream()
                        .allMatch(result -> result.state().closed()));
        return summary;
    }

    List<ProjectRow> rows() {
        return new dev.slipway.starter.run.Visibility(stack.server()).projects(BATCH.value());
    }

    Map<String, ProjectResult> results() {
        Map<String, ProjectResult> results = new HashMap<>();
        new Outcome(stack.server(), counts())
                .collect(BATCH, projects, 0, 0, null)
                .projects()
                .forEach(result -> results.put(result.name(), result));
        return results;
    }

    SandboxCounts counts() {
        return new SandboxCounts(stack.sandbox().stats());
    }

    List<HistoryEvent> history(String project) {
        return stack.server()
                .client()
                .fetchHistory(WorkflowIds.project(BATCH, ProjectName.of(project)))
                .getEvents();
    }

    /** What the server recorded of a project so far. */
    ProjectHistory recorded(String project) {
        return new ProjectHistory(history(project));
    }

    List<WorkAgain.Repeated> stepsAgain() {
        return WorkAgain.steps(stack.server(), rows());
    }

    int agentRunsAgain() {
        return AgentStarts.again(processes().logs());
    }

    String log(String worker) throws IOException {
        return Files.readString(logs().resolve(worker + ".log"));
    }

    private Path logs() {
        return processes().home().logs();
    }

    GitHubSight gitHub() {
        return new GitHubSight(stack.sandbox());
    }

    /**
     * One repository and one pull request for each of so many projects, never a second one, with all that the last run of
     * its agent left, and nothing left running or lying about.
     */
    void assertOneOfEach(int of) {
        SandboxCounts counts = counts();
        assertThat(counts.total("repositories")).as("repositories").isEqualTo(of);
        assertThat(counts.total("pullRequests")).as("pull requests").isEqualTo(of);
        assertThat(counts.total("duplicates")).as("duplicates").isZero();
        results().values().forEach(this::assertNoWorkLost);
        assertNothingLeft();
    }

    private void assertNoWorkLost(ProjectResult project) {
        List<AgentResult> runs = recorded(project.name()).agentResults();
        String last = runs.get(runs.size() - 1).commit();
        String repository = URI.create(project.repository()).getPath();
        assertThat(gitHub().tree(repository, gitHub().head(project.pullRequest())))
                .as("what is proposed for %s is what its agent left", project.name())
                .isEqualTo(gitHub().tree(repository, last));
    }

    /** No process, and no token in any form in database, logs, artifacts, repositories or what an agent could see. */
    void assertNothingLeft() {
        Aftermath aftermath = new Aftermath(processes(), stack.sandbox());
        assertThat(aftermath.orphans(left)).isEmpty();
        SecretSearch.Findings secrets = aftermath.secrets();
        assertThat(secrets.found()).as("secrets").isEmpty();
        assertThat(secrets.unread()).as("not searched").isEmpty();
    }

    @Override
    public void close() {
        stack.close();
    }
}
