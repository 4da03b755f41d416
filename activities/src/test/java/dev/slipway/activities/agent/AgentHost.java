package dev.slipway.activities.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.account.AccountLease;
import dev.slipway.account.AccountName;
import dev.slipway.activities.artifact.ArtifactStore;
import dev.slipway.activities.artifact.DirectoryArtifactStore;
import dev.slipway.activities.process.ProcessLauncher;
import dev.slipway.activities.scan.SecretScanner;
import dev.slipway.activities.toolchain.ToolchainRunner;
import dev.slipway.activities.verification.VerificationActivitiesImpl;
import dev.slipway.activities.workspace.HostSessions;
import dev.slipway.activities.workspace.SessionLimits;
import dev.slipway.activities.workspace.WorkspaceActivitiesImpl;
import dev.slipway.activities.workspace.WorkspaceFolder;
import dev.slipway.activities.workspace.WorkspaceStepActivitiesImpl;
import dev.slipway.agent.AgentActivities;
import dev.slipway.agent.AgentResult;
import dev.slipway.agent.AgentRun;
import dev.slipway.agent.AgentTask;
import dev.slipway.agent.Brief;
import dev.slipway.agent.SeatLease;
import dev.slipway.artifact.ArtifactRef;
import dev.slipway.repository.Repository;
import dev.slipway.repository.RepositoryId;
import dev.slipway.run.AgentName;
import dev.slipway.run.HostId;
import dev.slipway.run.RunKey;
import dev.slipway.run.ToolchainName;
import dev.slipway.sandbox.SandboxOptions;
import dev.slipway.sandbox.SandboxServer;
import dev.slipway.sandbox.model.ModelServlet;
import dev.slipway.seat.Spent;
import dev.slipway.settings.installation.AgentSettings;
import dev.slipway.settings.installation.AgentsSettings;
import dev.slipway.settings.path.SlipwayHome;
import dev.slipway.settings.prompt.Prompts;
import dev.slipway.settings.secret.Secret;
import dev.slipway.settings.secret.SecretResolver;
import dev.slipway.settings.toolchain.Toolchains;
import dev.slipway.verification.Commands;
import dev.slipway.verification.DeployWorkspace;
import dev.slipway.verification.Verification;
import dev.slipway.verification.VerificationActivities;
import dev.slipway.verification.VerifyWorkspace;
import dev.slipway.workspace.CloseWorkspace;
import dev.slipway.workspace.OpenWorkspace;
import dev.slipway.workspace.Publish;
import dev.slipway.workspace.Published;
import dev.slipway.workspace.WorkspaceActivities;
import dev.slipway.workspace.WorkspaceOpened;
import dev.slipway.workspace.WorkspaceRef;
import dev.slipway.workspace.WorkspaceStepActivities;
import io.temporal.activity.ActivityOptions;
import io.temporal.testing.TestActivityEnvironment;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A worker host with real sessions, Git and processes, and a sandbox as its GitHub. */
final class AgentHost implements AutoCloseable {
    static final RunKey RUN = RunKey.of("runkey01");
    static final String USER = "factory-1";

    final SandboxServer github;
    final SlipwayHome home;
    final ArtifactStore artifacts;
    final List<WorkspaceOpened> opened = new CopyOnWriteArrayList<>();
    final KeptDesk desk = new KeptDesk();
    private final List<AgentResult> cut = new CopyOnWriteArrayList<>();
    private final Repository repository;
    private final ProcessLauncher launcher;
    private final Map<String, String> environment;
    private Object[] implementations = {};
    private @Nullable HostSessions sessions;

    /** @param environment the worker's */
    AgentHost(Path root, ProcessLauncher launcher, Map<String, String> environment) throws Exception {
        this(
                root,
                launcher,
                environment,
                new DirectoryArtifactStore(SlipwayHome.from(environment).artifacts()));
    }

    /** With another store. */
    AgentHost(Path root, ProcessLauncher launcher, Map<String, String> environment, ArtifactStore artifacts)
            throws Exception {
        this.github = SandboxServer.start(
                SandboxOptions.in(root.resolve("github")).withServlet("/model/*", server -> new ModelServlet()));
        this.home = SlipwayHome.from(environment);
        this.launcher = launcher;
        this.environment = environment;
        this.artifacts = artifacts;
        this.repository = createRepository();
    }

    private Repository createRepository() throws IOException, InterruptedException {
        rest("POST", "/user/repos", "{\"name\":\"thing\"}", 201);
        String url = github.url() + "/" + USER + "/thing";
        return new Repository(new RepositoryId(USER, "thing"), url, url + ".git", "main", true, 1);
    }

    void rest(String method, String path, String body, int expected) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(github.apiUrl() + path))
                .header("Authorization", "Bearer " + github.token(USER))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(expected);
    }

    /** Runs that were ended with their sessions. */
    List<AgentResult> cut() {
        return cut;
    }

    /** Proposes the branch that was published, and merges it. */
    void merge() throws IOException, InterruptedException {
        String pulls = "/repos/" + USER + "/thing/pulls";
        rest("POST", pulls, "{\"title\":\"Build thing\",\"head\":\"slipway/" + RUN + "\",\"base\":\"main\"}", 201);
        rest("PUT", pulls + "/1/merge", "{\"merge_method\":\"squash\"}", 200);
    }

    /** A worker process begins, with these agents. */
    void start(AgentSettings... agents) {
        SecretScanner scanner = new SecretScanner(List.of(new Secret(github.token(USER))));
        SecretResolver resolver = new SecretResolver(environment);
        HostSessions host = new HostSessions(
                HostId.of("host-1"),
                home,
                new SessionLimits(2, Duration.ofMinutes(5), 0, SessionLimits.RETENTION),
                URI.create(github.url()),
                (account, repository) -> () -> new Secret(github.token(USER)),
                scanner,
                toolchain -> List.of(),
                (workflow, signal) -> opened.add(signal));
        Agents configured = new Agents(
                new AgentsSettings(agents[0].name(), List.of(agents)), resolver::resolve, launcher, environment);
        Toolchains toolchains = Toolchains.load(home.config().resolve("toolchains"));
        Prompts prompts = Prompts.load(home.config().resolve("prompts"));
        implementations = new Object[] {
            new WorkspaceActivitiesImpl(host),
            new WorkspaceStepActivitiesImpl(host, artifacts, scanner),
            new AgentActivitiesImpl(
                    host,
                    configured,
                    prompts::render,
                    name -> toolchains.find(name).orElseThrow().guidance(),
                    artifacts,
                    scanner,
                    configured::secrets,
                    desk,
                    (agent, model, reported, tokens) -> new Spent(reported, tokens.input() + tokens.output(), false),
                    (request, soFar) -> cut.add(soFar)),
            new VerificationActivitiesImpl(
                    host, new ToolchainRunner(toolchains, home, launcher, environment), artifacts, configured::secrets)
        };
        sessions = host;
    }

    /** Each environment runs one activity at a time. */
    <T> T activity(Class<T> type) {
        TestActivityEnvironment temporal = TestActivityEnvironment.newInstance();
        temporal.registerActivitiesImplementations(implementations);
        return temporal.newActivityStub(
                type,
                ActivityOptions.newBuilder()
                        .setStartToCloseTimeout(Duration.ofHours(1))
                        .build());
    }

    /** The worker process ends, as if it were told to at once. */
    void stop() {
        sessions.close();
    }

    HostSessions sessions() {
        return sessions;
    }

    void open(long session) {
        open(session, "slipway/" + RUN, false);
    }

    /** To look at the default branch. */
    void openForDeployment(long session) {
        open(session, "main", true);
    }

    private void open(long session, String branch, boolean readOnly) {
        OpenWorkspace request = new OpenWorkspace(
                "project/demo/thing",
                RUN,
                session,
                repository,
                branch,
                "main",
                "thing",
                ToolchainName.of("command"),
                readOnly,
                lease(session));
        CompletableFuture<Object> holder = CompletableFuture.supplyAsync(
                () -> activity(WorkspaceActivities.class).hold(request));
        await().atMost(60, TimeUnit.SECONDS)
                .until(() -> holder.isDone() || opened.stream().anyMatch(signal -> signal.session() == session));
        if (holder.isDone()) {
            holder.join();
        }
    }

    AgentResult run(long session, String step, Duration timeout) {
        return run(session, step, null, timeout);
    }

    AgentResult run(long session, String step, @Nullable String agentSession, Duration timeout) {
        return run(session, step, AgentTask.GENERATE, "command", null, agentSession, null, timeout);
    }

    /** Under a lease. */
    AgentResult runLeased(long session, String step, SeatLease seat, Duration timeout) {
        return run(session, step, AgentTask.GENERATE, "command", null, null, seat, timeout);
    }

    AgentResult run(
            long session,
            String step,
            AgentTask task,
            String toolchain,
            @Nullable ArtifactRef failure,
            @Nullable String agentSession,
            Duration timeout) {
        return run(session, step, task, toolchain, failure, agentSession, null, timeout);
    }

    private AgentResult run(
            long session,
            String step,
            AgentTask task,
            String toolchain,
            @Nullable ArtifactRef failure,
            @Nullable String agentSession,
            @Nullable SeatLease seat,
            Duration timeout) {
        AgentRun request = new AgentRun(
                ref(session),
                step,
                task,
                seat,
                null,
                new Brief("thing", "A thing that does things", "", ToolchainName.of(toolchain), null),
                failure,
                agentSession,
                0,
                timeout,
                null);
        return activity(AgentActivities.class).run(request);
    }

    Verification verify(long session, String step, String... commands) {
        return verify(session, step, Duration.ofMinutes(2), commands);
    }

    Verification verify(long session, String step, Duration timeout, String... commands) {
        VerifyWorkspace request = new VerifyWorkspace(
                ref(session),
                step,
                ToolchainName.of("command"),
                new Commands(List.of(), List.of(), List.of(commands)),
                timeout);
        return activity(VerificationActivities.class).verify(request);
    }

    Verification deploy(long session, String step, String... commands) {
        DeployWorkspace request = new DeployWorkspace(
                ref(session),
                step,
                ToolchainName.of("command"),
                new Commands(List.of("echo prepared"), List.of("exit 1"), List.of("exit 1"), List.of(commands)),
                Duration.ofMinutes(2));
        return activity(VerificationActivities.class).deploy(request);
    }

    Published publish(long session, String step) {
        return activity(WorkspaceStepActivities.class).publish(new Publish(ref(session), step, "Build thing"));
    }

    void close(long session) {
        activity(WorkspaceStepActivities.class).close(new CloseWorkspace(ref(session), false, true));
    }

    /** Cancelled, and somebody may want to go on with it. */
    void closeAndKeep(long session) {
        activity(WorkspaceStepActivities.class).close(new CloseWorkspace(ref(session), true, false));
    }

    WorkspaceFolder folder() {
        return new WorkspaceFolder(home.workspaces().resolve(RUN.value()));
    }

    WorkspaceFolder deploymentFolder() {
        return new WorkspaceFolder(home.workspaces().resolve(RUN + "-deploy"));
    }

    String text(@Nullable ArtifactRef ref) throws IOException {
        return ref == null ? "" : artifacts.text(ref);
    }

    static AgentName agentName() {
        return AgentName.of("tested");
    }

    static WorkspaceRef ref(long session) {
        return new WorkspaceRef(RUN, session, lease(session));
    }

    private static AccountLease lease(long fence) {
        return new AccountLease(
                AccountName.of("factory"), USER, USER, fence, Instant.now().plus(Duration.ofHours(1)));
    }

    @Override
    public void close() {
        if (sessions != null) {
            sessions.close();
        }
        github.close();
    }
}
