package dev.slipway.testing;

import dev.slipway.account.AccountName;
import dev.slipway.account.AccountPoolInput;
import dev.slipway.account.AccountPoolState;
import dev.slipway.account.AccountPoolWorkflow;
import dev.slipway.account.AccountPoolWorkflowImpl;
import dev.slipway.account.AnnouncedAccount;
import dev.slipway.account.BlockReason;
import dev.slipway.account.WorkerAnnouncement;
import dev.slipway.agent.Billing;
import dev.slipway.batch.BatchWorkflowImpl;
import dev.slipway.batch.InspectProjects;
import dev.slipway.change.ChangeOptions;
import dev.slipway.change.Step;
import dev.slipway.project.ProjectInput;
import dev.slipway.project.ProjectReport;
import dev.slipway.project.ProjectSpec;
import dev.slipway.project.ProjectWorkflow;
import dev.slipway.project.ProjectWorkflowImpl;
import dev.slipway.project.RecheckWorkflowImpl;
import dev.slipway.run.AgentName;
import dev.slipway.run.BatchName;
import dev.slipway.run.HostId;
import dev.slipway.run.RunKey;
import dev.slipway.run.RunState;
import dev.slipway.run.SearchAttributes;
import dev.slipway.run.SeatId;
import dev.slipway.run.TaskQueues;
import dev.slipway.run.ToolchainName;
import dev.slipway.run.WaitReason;
import dev.slipway.run.WorkflowIds;
import dev.slipway.seat.AgentAnnouncement;
import dev.slipway.seat.AgentPoolInput;
import dev.slipway.seat.AgentPoolWorkflow;
import dev.slipway.seat.AgentPoolWorkflowImpl;
import dev.slipway.seat.AnnouncedSeat;
import dev.slipway.seat.PoolRules;
import dev.slipway.seat.SeatSignals;
import dev.slipway.seat.Spent;
import dev.slipway.workspace.OpenWorkspace;
import dev.slipway.workspace.SessionEnd;
import dev.slipway.workspace.WorkspaceActivities;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.awaitility.Awaitility;

/** An installation in memory: Temporal with time skipping, GitHub, two hosts and the account pool. */
public final class World implements AutoCloseable {
    public static final BatchName BATCH = BatchName.of("demo");
    /** Short enough for a test that loses a host. */
    public static final ChangeOptions OPTIONS = new ChangeOptions(
            Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(20), Duration.ofMinutes(2));

    private final TestWorkflowEnvironment env;
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);
    private final Map<String, FakeHost> hosts = new LinkedHashMap<>();
    private final Map<String, Worker> hostWorkers = new LinkedHashMap<>();
    public final List<FakeHost.Call> calls = new CopyOnWriteArrayList<>();
    public final FakeHost.Script script = new FakeHost.Script();
    public final List<InspectProjects> inspections = new CopyOnWriteArrayList<>();
    public final FakeGitHub github = new FakeGitHub();
    public final FakeLedger ledger = new FakeLedger();

    public World() {
        this(WorkerFactoryOptions.getDefaultInstance());
    }

    public World(WorkerFactoryOptions factory) {
        this(TestWorkflowEnvironment.newInstance(options(factory)));
    }

    private static TestEnvironmentOptions options(WorkerFactoryOptions factory) {
        TestEnvironmentOptions.Builder options =
                TestEnvironmentOptions.newBuilder().setWorkerFactoryOptions(factory);
        SearchAttributes.ALL.forEach(key -> options.registerSearchAttribute(key.getName(), key.getValueType()));
        return options.build();
    }

    public World(TestWorkflowEnvironment env) {
        this(env, AccountPoolWorkflowImpl.class);
    }

    /** A world with another pool. */
    public World(Class<? extends AccountPoolWorkflow> pool) {
        this(TestWorkflowEnvironment.newInstance(options(WorkerFactoryOptions.getDefaultInstance())), pool);
    }

    private World(TestWorkflowEnvironment env, Class<? extends AccountPoolWorkflow> pool) {
        this.env = env;
        Worker workflows = env.newWorker(TaskQueues.WORKFLOWS);
        workflows.registerWorkflowImplementationTypes(
                ProjectWorkflowImpl.class,
                RecheckWorkflowImpl.class,
                BatchWorkflowImpl.class,
                AgentPoolWorkflowImpl.class,
                pool);
        env.newWorker(TaskQueues.GITHUB)
                .registerActivitiesImplementations(
                        github, ledger, new FakeTemporal(env.getWorkflowClient(), inspections));
        addHost("host-1");
        addHost("host-2");
        env.newWorker(TaskQueues.WORK).registerActivitiesImplementations(new AnyHost());
    }

    /** Tests that need more than the usual workers register them before {@link #start}. */
    public Worker worker(String queue) {
        return env.newWorker(queue);
    }

    private void addHost(String id) {
        FakeHost host = new FakeHost(id, script, clock, calls);
        // A cancellation comes with the answer to a heartbeat.
        Worker worker = env.newWorker(
                TaskQueues.host(host.id()),
                WorkerOptions.newBuilder()
                        .setMaxHeartbeatThrottleInterval(Duration.ofMillis(200))
                        .build());
        worker.registerActivitiesImplementations(host);
        hosts.put(id, host);
        hostWorkers.put(id, worker);
    }

    /** The first host that lives takes what any may take. */
    private final class AnyHost implements WorkspaceActivities {
        @Override
        public SessionEnd hold(OpenWorkspace request) {
            return hosts.values().stream()
                    .filter(host -> !host.dead())
                    .findFirst()
                    .orElseThrow()
                    .hold(request);
        }
    }

    public World start() {
        env.start();
        return this;
    }

    public FakeHost host(String id) {
        return hosts.get(id);
    }

    /** Like {@code kill -9} of a worker. */
    public void kill(String host) {
        hosts.get(host).die();
        hostWorkers.get(host).suspendPolling();
    }

    /** A worker announces accounts, each its own GitHub user with an owner of that name. */
    public World accounts(String... names) {
        List<AnnouncedAccount> accounts = new ArrayList<>();
        for (String name : names) {
            accounts.add(account(name, name, List.of(name)));
        }
        return announce(accounts);
    }

    /** Accounts that all can write to one organisation. */
    public World accountsOf(String owner, String... names) {
        List<AnnouncedAccount> accounts = new ArrayList<>();
        for (String name : names) {
            accounts.add(account(name, owner, List.of(owner, name)));
        }
        return announce(accounts);
    }

    private static AnnouncedAccount account(String name, String owner, List<String> owners) {
        return new AnnouncedAccount(AccountName.of(name), name, owner, owners, 0, (BlockReason) null, null);
    }

    public World announce(List<AnnouncedAccount> accounts) {
        WorkflowClient client = env.getWorkflowClient();
        WorkflowStub pool = client.newUntypedWorkflowStub("AccountPool", options(WorkflowIds.ACCOUNT_POOL));
        pool.signalWithStart(
                "announce",
                new Object[] {
                    new WorkerAnnouncement(
                            HostId.of("host-1"),
                            "localhost",
                            "test",
                            4,
                            accounts,
                            List.of(AgentName.of("scripted")),
                            AgentName.of("scripted"),
                            List.of(ToolchainName.of("solc")),
                            true,
                            true,
                            null,
                            null)
                },
                new Object[] {new AccountPoolInput(Duration.ofSeconds(1), null)});
        return seats(PoolRules.DEFAULT, seat("scripted/default", 0));
    }

    /** A seat on which a run is taken to cost ten cents. */
    public static AnnouncedSeat seat(String id, int maxRuns) {
        return new AnnouncedSeat(
                SeatId.of(id), Billing.METERED, maxRuns, new Spent(new BigDecimal("0.10"), 5_000, true), true);
    }

    /** A worker that was started just now announces seats. */
    public World seats(PoolRules rules, AnnouncedSeat... seats) {
        WorkflowStub pool =
                env.getWorkflowClient().newUntypedWorkflowStub("AgentPool", options(WorkflowIds.AGENT_POOL));
        pool.signalWithStart(
                SeatSignals.ANNOUNCE,
                new Object[] {
                    new AgentAnnouncement(
                            HostId.of("host-1"),
                            Instant.ofEpochMilli(env.currentTimeMillis()),
                            List.of(seats),
                            AgentName.of("scripted"),
                            rules)
                },
                new Object[] {AgentPoolInput.FIRST});
        return this;
    }

    public AgentPoolWorkflow seatPool() {
        return env.getWorkflowClient().newWorkflowStub(AgentPoolWorkflow.class, WorkflowIds.AGENT_POOL);
    }

    public AccountPoolState pool() {
        return env.getWorkflowClient()
                .newWorkflowStub(AccountPoolWorkflow.class, WorkflowIds.ACCOUNT_POOL)
                .state();
    }

    public static WorkflowOptions options(String id) {
        return WorkflowOptions.newBuilder()
                .setWorkflowId(id)
                .setTaskQueue(TaskQueues.WORKFLOWS)
                .build();
    }

    /** Starts a project by itself, without a batch. */
    public RunningProject run(ProjectSpec spec) {
        return run(spec, OPTIONS);
    }

    /** The same with time-outs of its own. */
    public RunningProject run(ProjectSpec spec, ChangeOptions options) {
        return run(new ProjectInput(BATCH, spec, RunKey.of("k3y00001"), null, false, null, null, options));
    }

    /** Starts a project again, from that step of its earlier execution. */
    public RunningProject runAgain(ProjectSpec spec, Step from) {
        return run(new ProjectInput(BATCH, spec, RunKey.of("k3y00001"), null, true, from, "ann", OPTIONS));
    }

    private RunningProject run(ProjectInput input) {
        String id = WorkflowIds.project(BATCH, input.project().name());
        ProjectWorkflow workflow = env.getWorkflowClient().newWorkflowStub(ProjectWorkflow.class, options(id));
        WorkflowClient.start(workflow::run, input);
        return new RunningProject(id);
    }

    public WorkflowClient client() {
        return env.getWorkflowClient();
    }

    public TestWorkflowEnvironment env() {
        return env;
    }

    /** A project under test. */
    public final class RunningProject {
        private final String id;

        private RunningProject(String id) {
            this.id = id;
        }

        public WorkflowStub stub() {
            return env.getWorkflowClient().newUntypedWorkflowStub(id);
        }

        public ProjectWorkflow workflow() {
            return env.getWorkflowClient().newWorkflowStub(ProjectWorkflow.class, id);
        }

        /** Waits for the end, skipping time where nothing runs. */
        public ProjectReport result() {
            return stub().getResult(ProjectReport.class);
        }

        public ProjectReport report() {
            return workflow().report();
        }

        /** Waits in real time; the clock does not skip. */
        public ProjectReport awaitState(RunState state) {
            return Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(this::report, report -> report.state() == state);
        }

        /** The same, until it waits for that. */
        public ProjectReport awaitState(RunState state, WaitReason reason) {
            return Awaitility.await()
                    .atMost(Duration.ofSeconds(40))
                    .until(this::report, report -> report.state() == state && report.waitingFor() == reason);
        }

        /** The same, until its id is free for another execution: that it is over it says a moment before. */
        public ProjectReport awaitClosed(RunState state) {
            ProjectReport report = awaitState(state);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() ->
                            stub().describe().getStatus() != WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING);
            return report;
        }

        public WorkflowExecutionHistory history() {
            return env.getWorkflowClient().fetchHistory(id);
        }
    }

    @Override
    public void close() {
        env.close();
        clock.shutdownNow();
    }
}
