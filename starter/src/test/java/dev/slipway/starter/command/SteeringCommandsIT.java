package dev.slipway.starter.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.change.Step;
import dev.slipway.project.ProjectSpec;
import dev.slipway.repository.OnNameTaken;
import dev.slipway.repository.Visibility;
import dev.slipway.run.BatchName;
import dev.slipway.run.Priority;
import dev.slipway.run.ProjectName;
import dev.slipway.run.RunState;
import dev.slipway.run.ToolchainName;
import dev.slipway.run.WorkflowIds;
import dev.slipway.settings.installation.TemporalSettings;
import dev.slipway.settings.path.SlipwayHome;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.run.BatchRun;
import dev.slipway.starter.run.Pool;
import dev.slipway.starter.run.ProjectRow;
import dev.slipway.starter.run.SandboxCounts;
import dev.slipway.starter.stack.SandboxedStack;
import dev.slipway.starter.stack.ScriptedAgent;
import dev.slipway.verification.Commands;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What people type to steer, in the states in which projects can be, on a stack with server, sandbox and worker as
 * processes: each command says what changed, changes nothing when it is typed again, and refuses with the reason.
 */
class SteeringCommandsIT {
    private static final BatchName BATCH = BatchName.of("one");
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String FOR_LONG = "sleep 3600";

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> environment = new HashMap<>();
    private SandboxedStack stack;

    @BeforeEach
    void up() {
        environment.putAll(System.getenv());
        environment.remove("SLIPWAY_TEMPORAL_ADDRESS");
        environment.put("SLIPWAY_HOME", folder.resolve("home").toString());
        stack = new SandboxedStack(
                SlipwayHome.from(environment), environment, Console.of(print(out), print(err), Map.of()));
        stack.start(new TemporalSettings(null, "slipway", null, false, null, null, null));
        stack.startWorkers(new SandboxedStack.Crew(1, 6, List.of(), ScriptedAgent.agents("scripted", 0)));
        new Pool(stack.server()).await(state -> !state.workers().isEmpty(), PATIENCE);
    }

    @AfterEach
    void down() {
        stack.close();
    }

    private static PrintStream print(ByteArrayOutputStream where) {
        return new PrintStream(where, true, StandardCharsets.UTF_8);
    }

    private static ProjectSpec project(String name, List<Step> gates, String... tests) {
        return new ProjectSpec(
                ProjectName.of(name),
                "Release notes, rendered as Markdown by a shell script",
                "script",
                ToolchainName.of("command"),
                new Commands(List.of(), List.of(), List.of(tests)),
                Priority.MEDIUM,
                null,
                null,
                null,
                Visibility.PRIVATE,
                List.of(),
                "main",
                OnNameTaken.SUFFIX,
                null,
                0,
                Duration.ZERO,
                Duration.ofHours(1),
                Duration.ofDays(1),
                false,
                false,
                false,
                gates,
                null,
                List.of(),
                null);
    }

    private void begin(ProjectSpec... projects) {
        BatchRun unused = BatchRun.start(
                stack.server(), new BatchRun.Order(BATCH, List.of(projects), 6, false, Duration.ofSeconds(20)));
    }

    private Optional<ProjectRow> row(String project) {
        return new dev.slipway.starter.run.Visibility(stack.server())
                .project(WorkflowIds.project(BATCH, ProjectName.of(project)));
    }

    private void awaits(String project, RunState state, String step) {
        await(project + " " + state + " " + step)
                .atMost(PATIENCE)
                .until(() -> row(project)
                        .filter(row -> row.state() == state
                                && row.step().equals(step)
                                && (row.closedAt() != null) == state.closed())
                        .isPresent());
    }

    private int slipway(String line) {
        out.reset();
        err.reset();
        return CommandLines.run(new Surroundings(print(out), print(err), environment, folder), line.split(" "));
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8);
    }

    private void refused(String line, String why) {
        assertThat(slipway(line)).as(() -> line + ": " + said()).isEqualTo(2);
        assertThat(said()).as(line).contains(why);
    }

    private void done(String line, String what) {
        assertThat(slipway(line)).as(() -> line + ": " + said()).isZero();
        assertThat(said()).as(line).contains(what);
    }

    /** Done, and the second time nothing changes, for one of these reasons. */
    private void twice(String line, String what, String... already) throws Exception {
        done(line, what);
        assertThat(slipway(line + " --json"))
                .as(() -> line + " again: " + said())
                .isZero();
        JsonNode answers = new ObjectMapper().readTree(out.toByteArray()).path("steered");
        assertThat(answers).as(line + " again").isNotEmpty();
        for (JsonNode answer : answers) {
            assertThat(answer.path("changed").asBoolean())
                    .as(line + " again: " + answer)
                    .isFalse();
            assertThat(answer.path("text").asText()).as(line + " again").containsAnyOf(already);
        }
    }

    @Test
    void saysWhatChangedChangesNothingTheSecondTimeAndRefusesWithTheReason() throws Exception {
        begin(
                project("red", List.of(), "false"),
                project("bad", List.of(), "false"),
                project("gated", List.of(Step.PUSH), "true"),
                project("slow", List.of(), FOR_LONG));
        awaits("red", RunState.NEEDS_ATTENTION, "verify");
        awaits("bad", RunState.NEEDS_ATTENTION, "verify");
        awaits("gated", RunState.WAITING, "push");
        awaits("slow", RunState.RUNNING, "verify");

        whatRests();
        whatWaitsAndRuns();
        whatIsOver();
        wholeBatches();
        whatIsForgotten();
    }

    private void whatRests() throws Exception {
        refused("pause red", "one/red rests already: it needs attention");
        refused("resume red", "retry, skip or abandon");
        refused("approve red", "it waits at no gate");
        refused("retry --from merge red", "has not come to step merge: it stopped in verify");
        refused("retry --from tests red", "can't go back to step tests");
        refused("retry --from nowhere red", "There is no step 'nowhere'");
        refused("pause nobody", "nobody");
        twice("skip bad", "one/bad is skipped.", "is skipped already", "was answered so already");
        awaits("bad", RunState.SKIPPED, "verify");
        twice("abandon red", "one/red is given up.", "has failed already", "was answered so already");
        awaits("red", RunState.FAILED, "verify");
    }

    private void whatWaitsAndRuns() throws Exception {
        refused("skip gated", "is waiting for gate in step push; only where it needs attention");
        refused("approve gated --gate merge", "waits before step push, not before merge");
        twice("pause --now slow", "pauses now: its build is stopped", "already: by");
        awaits("slow", RunState.PAUSED, "verify");
        refused("retry slow", "is paused in step verify");
        twice("resume slow", "one/slow goes on.", "is not paused");
        twice("approve gated", "goes on with step push", "has its yes", "is completed already");
        awaits("gated", RunState.COMPLETED, "pull request");
        refused("reject gated --reason late", "is over: completed");
        refused("reset slow", "Only what is over can be forgotten");
        twice(
                "cancel slow --keep-workspace",
                "its workspace and checkpoint stay, and 'slipway retry' goes on from there",
                "is being cancelled already",
                "is cancelled already");
        awaits("slow", RunState.CANCELLED, "verify");
    }

    private void whatIsOver() throws Exception {
        awaitsEnd();
        refused("retry gated", "is completed; there is nothing to try again");
        refused("resume red", "is over: failed. 'slipway retry one/red' runs it again");
        refused("retry --from push red", "has not come to step push");
        refused("retry --from optimise red", "has no step optimise");
        twice("retry slow", "one/slow runs again from step verify", "runs again already");
        awaits("slow", RunState.RUNNING, "verify");
        done("show slow", "run again by");
        assertThat(said()).contains("Before that: cancelled in step verify", "cancelled by", "resumed by");
        assertThat(slipway("show slow --json")).isZero();
        JsonNode shown = new ObjectMapper().readTree(out.toByteArray());
        assertThat(shown.path("earlier").size()).isEqualTo(1);
        assertThat(shown.path("earlier").get(0).path("state").asText()).isEqualTo("CANCELLED");
    }

    private void wholeBatches() throws Exception {
        // A batch that knows of one project only, while another one of its name is still open.
        begin(project("late", List.of(), FOR_LONG));
        awaits("late", RunState.RUNNING, "verify");
        done("pause --all --now", "batch one is paused: 1 project at once");
        assertThat(said()).contains("one/slow pauses now");
        awaits("late", RunState.PAUSED, "verify");
        awaits("slow", RunState.PAUSED, "verify");
        // The other one has told the batch that it is paused, and is known to it from then on.
        twice("resume --batch one", "batch one goes on: 2 projects", "is not paused");
        awaits("late", RunState.RUNNING, "verify");
        awaits("slow", RunState.RUNNING, "verify");
        done("cancel --batch one", "batch one is being cancelled");
        assertThat(slipway("cancel --batch one")).as(this::said).isZero();
        awaits("late", RunState.CANCELLED, "verify");
        awaits("slow", RunState.CANCELLED, "verify");
        awaitsEnd();
        twice(
                "approve --batch one",
                "is over (cancelled), and no project of it waits at a gate",
                "no project of it waits at a gate");
        twice("skip --batch one", "no project of it needs attention", "no project of it needs attention");
        refused("pause --batch one", "none of its projects runs");
        done("retry --batch one", "one/red runs again in its turn from step verify");
        assertThat(said()).contains("one/slow runs again in its turn", "one/late runs again in its turn");
        // By now one may need attention again, and be tried again.
        assertThat(slipway("retry --batch one")).as(this::said).isZero();
        done("cancel --batch one", "batch one is being cancelled");
        awaitsEnd();
    }

    private void awaitsEnd() {
        await("the end of the batch")
                .atMost(PATIENCE)
                .until(() -> new dev.slipway.starter.run.Visibility(stack.server())
                        .batch(WorkflowIds.batch(BATCH))
                        .filter(batch -> batch.closedAt() != null)
                        .isPresent());
    }

    private void whatIsForgotten() {
        long before = counts().total("repositories");
        String repository = row("gated").orElseThrow().repository();
        done("reset gated", "is forgotten, and its run deleted from Temporal");
        assertThat(said()).contains("builds it again in " + repository).doesNotContain("No ledger");
        await("that it is forgotten").atMost(PATIENCE).until(() -> row("gated").isEmpty());
        refused("reset gated", "gated");
        begin(project("gated", List.of(), "true"));
        awaits("gated", RunState.COMPLETED, "pull request");
        assertThat(row("gated").orElseThrow().repository()).isEqualTo(repository);
        assertThat(counts().total("repositories")).isEqualTo(before);
        assertThat(counts().total("duplicates")).isZero();
    }

    private SandboxCounts counts() {
        return new SandboxCounts(stack.sandbox().stats());
    }
}
