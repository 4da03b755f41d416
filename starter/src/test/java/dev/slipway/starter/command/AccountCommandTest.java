package dev.slipway.starter.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.account.AccountName;
import dev.slipway.account.AccountPoolInput;
import dev.slipway.account.AccountPoolWorkflow;
import dev.slipway.account.AccountPoolWorkflowImpl;
import dev.slipway.account.AccountTrouble;
import dev.slipway.account.AllowanceReport;
import dev.slipway.account.AnnouncedAccount;
import dev.slipway.account.BlockReason;
import dev.slipway.account.WorkerAnnouncement;
import dev.slipway.run.HostId;
import dev.slipway.run.TaskQueues;
import dev.slipway.run.WorkflowIds;
import dev.slipway.sandbox.SandboxOptions;
import dev.slipway.sandbox.SandboxServer;
import dev.slipway.sandbox.app.GitHubApp;
import dev.slipway.sandbox.app.Installation;
import io.temporal.client.BatchRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testserver.TestServer;
import io.temporal.worker.WorkerFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code slipway account}: the pool's side on a server in memory, GitHub's on the sandbox. */
class AccountCommandTest {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private TestServer.PortBoundTestServer server;
    private WorkflowServiceStubs stubs;
    private WorkerFactory workers;
    private String address = "";
    private AccountPoolWorkflow pool;

    @BeforeEach
    void start() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        server = TestServer.createPortBoundServer(port);
        address = "127.0.0.1:" + port;
        stubs = WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setTarget(address).build());
        WorkflowClient client = WorkflowClient.newInstance(
                stubs,
                WorkflowClientOptions.newBuilder().setNamespace("slipway").build());
        workers = WorkerFactory.newInstance(client);
        workers.newWorker(TaskQueues.WORKFLOWS).registerWorkflowImplementationTypes(AccountPoolWorkflowImpl.class);
        workers.start();
        AccountPoolWorkflow starting = client.newWorkflowStub(
                AccountPoolWorkflow.class,
                WorkflowOptions.newBuilder()
                        .setWorkflowId(WorkflowIds.ACCOUNT_POOL)
                        .setTaskQueue(TaskQueues.WORKFLOWS)
                        .build());
        BatchRequest request = client.newSignalWithStartRequest();
        request.add(starting::run, new AccountPoolInput(Duration.ofSeconds(1), null, 0));
        request.add(
                starting::announce,
                new WorkerAnnouncement(
                        HostId.of("host-1"),
                        "h",
                        "test",
                        4,
                        List.of(
                                account("alice", "factory-1"),
                                account("alice-too", "factory-1"),
                                account("bob", "factory-2")),
                        List.of(),
                        null,
                        List.of(),
                        true,
                        true,
                        null,
                        null));
        client.signalWithStart(request);
        pool = client.newWorkflowStub(AccountPoolWorkflow.class, WorkflowIds.ACCOUNT_POOL);
    }

    private static AnnouncedAccount account(String name, String login) {
        return new AnnouncedAccount(AccountName.of(name), login, "acme", List.of("acme"), 0, null, null);
    }

    @AfterEach
    void stop() {
        workers.shutdownNow();
        stubs.shutdownNow();
        server.close();
    }

    @Test
    void listsWhoIsBlockedUntilWhenWhyAndByWhichAnswer() throws IOException {
        Instant until = Instant.now().plusSeconds(600).truncatedTo(ChronoUnit.SECONDS);
        pool.trouble(new AccountTrouble(
                AccountName.of("bob"),
                BlockReason.RATE_LIMITED,
                until,
                "You have exceeded a secondary rate limit.",
                "403 to POST /orgs/acme/repos"));

        assertThat(slipway("account", "list")).as(err()).isZero();
        assertThat(out())
                .containsPattern("alice +factory-1 +acme +0 +0 +0 +ready")
                .contains("blocked until " + until
                        + ": You have exceeded a secondary rate limit. [403 to POST /orgs/acme/repos]");
        assertThat(slipway("account", "list", "--json")).isZero();
        JsonNode bob = json().get(2);
        assertThat(bob.path("account").asText()).isEqualTo("bob");
        assertThat(bob.path("blocked").asText()).isEqualTo("RATE_LIMITED");
        assertThat(bob.path("blockedUntil").asText()).isEqualTo(until.toString());
        assertThat(bob.path("blockedBy").asText()).isEqualTo("403 to POST /orgs/acme/repos");
    }

    @Test
    void blocksAndUnblocksWhatThePoolKnows() throws IOException {
        assertThat(slipway("account", "block", "bob", "--why", "on holiday"))
                .as(err())
                .isZero();
        assertThat(out()).isEqualTo("Account bob is blocked until somebody unblocks it.\n");
        assertThat(pool.state().accounts().get(2).problem()).isEqualTo("on holiday");
        assertThat(slipway("account", "block", "alice", "--for", "2h", "--json"))
                .isZero();
        assertThat(json().path("changed").asBoolean()).isTrue();
        assertThat(json().path("account").asText()).isEqualTo("alice");

        assertThat(slipway("account", "unblock", "bob")).isZero();
        assertThat(out()).isEqualTo("Account bob is no longer blocked (it was manual).\n");
        assertThat(slipway("account", "unblock", "bob", "--json")).isZero();
        assertThat(json().path("changed").asBoolean()).isFalse();
        assertThat(pool.state().accounts().get(2).blocked()).isNull();
    }

    @Test
    void wrongUsageEndsWithTwo() {
        assertThat(slipway("account", "block", "nobody")).isEqualTo(2);
        assertThat(err()).contains("Account nobody is not in the pool");
        assertThat(slipway("account", "unblock", "nobody")).isEqualTo(2);
        assertThat(slipway("account", "block", "bob", "--for", "soon")).isEqualTo(2);
        assertThat(err()).contains("--for soon");
        assertThat(slipway("account", "block", "no such name")).isEqualTo(2);
        assertThat(slipway("account", "block")).isEqualTo(2);
        assertThat(slipway("account", "lend")).isEqualTo(2);
    }

    @Test
    void usageIsTheUsersAndNotTheAccounts() throws IOException {
        Instant reset = Instant.now().plusSeconds(1800).truncatedTo(ChronoUnit.SECONDS);
        pool.allowance(new AllowanceReport("factory-1", "core", 5000, 4000, reset));

        assertThat(slipway("account", "usage")).as(err()).isZero();
        assertThat(out())
                .containsPattern("factory-1 +alice, alice-too +core +1000 +4000 +5000 +" + reset)
                .containsPattern("factory-2 +bob +writes an hour +0 +500 +500 +rolling");
        assertThat(slipway("account", "usage", "--json")).isZero();
        JsonNode first = json().get(0);
        assertThat(first.path("accounts").toString()).isEqualTo("[\"alice\",\"alice-too\"]");
        assertThat(first.path("limits").get(0).path("remaining").asInt()).isEqualTo(4000);
    }

    @Test
    void withoutAPoolTheySayWhatIsMissing() {
        workers.getWorkflowClient()
                .newUntypedWorkflowStub(WorkflowIds.ACCOUNT_POOL)
                .terminate("nobody needs it");
        for (String command : List.of("account block bob", "account unblock bob")) {
            assertThat(slipway(command.split(" "))).isEqualTo(1);
            assertThat(out()).isEmpty();
            assertThat(err()).isEqualTo("The account pool does not answer: no worker runs. 'slipway up' starts one.\n");
        }
    }

    @Test
    void checkAsksGitHubWhoEachIsWhatItLacksAndWithWhomItShares() throws IOException {
        try (SandboxServer github =
                SandboxServer.start(SandboxOptions.in(folder.resolve("sandbox")).withUsers(2))) {
            String token = github.token("factory-1");
            configure(
                    github, "- {name: alice, token: '%s'}\n  - {name: alice-too, token: '%s'}".formatted(token, token));
            assertThat(slipway("account", "check")).as(err()).isZero();
            assertThat(out())
                    .contains("✓ account alice: user factory-1, can create repositories for factory-1")
                    .contains("shares the limits of factory-1 with alice-too: together they are one account's worth")
                    .doesNotContain(token);
            assertThat(slipway("account", "check", "--json")).isZero();
            assertThat(json().get(1).path("sharedWith").toString()).isEqualTo("[\"alice\"]");
            assertThat(json().get(1).path("usable").asBoolean()).isTrue();

            configure(github, """
                    - {name: alice, token: '%s'}
                      - {name: wrong, token: ghp_%s}
                      - {name: closed, app: {id: %d, installation: %d, private_key: '${file:%s}'}}
                      - {name: asleep, app: {id: %d, installation: %d, private_key: '${file:%s}'}}""".formatted(
                            token,
                            "x".repeat(36),
                            GitHubApp.ID,
                            Installation.NARROW.id(),
                            github.app().keyFile(),
                            GitHubApp.ID,
                            Installation.FULL.id(),
                            github.app().keyFile()));
            github.app().suspend(Installation.FULL.id(), true);
            assertThat(slipway("account", "check")).isEqualTo(2);
            assertThat(out())
                    .contains("✓ account alice", "✗ account wrong", "✗ account closed", "✗ account asleep")
                    .contains("lacks administration: write, workflows: write")
                    .contains("The App's installation in acme is suspended.");
            assertThat(slipway("account", "check", "--json")).isEqualTo(2);
            JsonNode closed = json().get(2);
            assertThat(closed.path("kind").asText()).isEqualTo("app");
            assertThat(closed.path("missing").toString()).isEqualTo("[\"administration: write\",\"workflows: write\"]");
            assertThat(closed.path("usable").asBoolean()).isFalse();
        }
    }

    private void configure(SandboxServer github, String accounts) throws IOException {
        Path config = Files.createDirectories(folder.resolve("home/config")).resolve("config.yaml");
        Files.writeString(
                config,
                "github: {api_url: '" + github.apiUrl() + "', git_url: '" + github.url() + "'}\naccounts:\n  "
                        + accounts + "\n");
    }

    private int slipway(String... arguments) {
        out.reset();
        err.reset();
        Map<String, String> environment = Map.of(
                "SLIPWAY_HOME", folder.resolve("home").toString(),
                "SLIPWAY_TEMPORAL_ADDRESS", address,
                "PATH", System.getenv("PATH"));
        return CommandLines.run(
                new Surroundings(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        environment,
                        folder),
                arguments);
    }

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(out());
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
