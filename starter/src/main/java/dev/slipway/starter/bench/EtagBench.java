package dev.slipway.starter.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.account.AccountName;
import dev.slipway.activities.github.GitHubClients;
import dev.slipway.settings.installation.AccountSettings;
import dev.slipway.settings.installation.GitHubSettings;
import dev.slipway.settings.secret.Secret;
import dev.slipway.settings.secret.SecretRef;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.stack.Sandbox;
import dev.slipway.starter.stack.SandboxedStack;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.kohsuke.github.GHIssueState;
import org.kohsuke.github.GHRepository;
import org.kohsuke.github.GitHub;

/** What polling the pull requests of many repositories is charged, with answers kept and without. */
public final class EtagBench implements Benchmark {
    private static final int REPOSITORIES = 50;
    private static final int ROUNDS = 5;
    private static final int CHANGED = 5;
    private static final double FEWER = 0.9;
    private static final AccountName ACCOUNT = AccountName.of("poller");

    /** Requests charged. */
    record Charged(int first, int unchanged, int changed) {}

    @Override
    public String word() {
        return "etag";
    }

    @Override
    public String bar() {
        return "polling the pull requests of 50 repositories with conditional requests: >= 90 % fewer requests charged when"
                + " nothing changed";
    }

    @Override
    public Measured measure(Stage stage) {
        int wanted = stage.projects() == null ? REPOSITORIES : stage.projects();
        try (SandboxedStack stack = new SandboxedStack(stage.home(), stage.environment(), stage.console())) {
            stack.start(stage.temporal());
            Sandbox sandbox = stack.sandbox();
            GitHubSettings github = new GitHubSettings(sandbox.apiUrl(), sandbox.url(), Duration.ZERO);
            List<AccountSettings> accounts = List.of(account(sandbox));
            GitHubClients with = new GitHubClients(github, accounts, EtagBench::secret);
            GitHubClients without = with.withoutCache(accounts);
            List<String> names = prepare(with.as(ACCOUNT), wanted);
            Charged plain = poll(without.as(ACCOUNT), names, "a");
            Charged kept = poll(with.as(ACCOUNT), names, "b");
            return new Measured(figure(plain, kept), json(wanted, plain, kept));
        } catch (IOException e) {
            throw CommandFailure.failed("the sandbox could not be polled: " + e.getMessage(), e);
        }
    }

    private static AccountSettings account(Sandbox sandbox) {
        for (JsonNode token : sandbox.tokens().path("tokens")) {
            if (token.path("login").asText().equals("factory-1")) {
                Secret secret = new Secret(token.path("token").asText());
                return new AccountSettings(ACCOUNT, null, new SecretRef.Literal(secret), 0);
            }
        }
        throw CommandFailure.failed("the sandbox has no user factory-1");
    }

    private static Secret secret(SecretRef reference) {
        return ((SecretRef.Literal) reference).secret();
    }

    private static List<String> prepare(GitHub github, int wanted) throws IOException {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < wanted; i++) {
            GHRepository made =
                    github.createRepository("polled-" + i).autoInit(true).create();
            propose(made, "first");
            names.add(made.getFullName());
        }
        return names;
    }

    private static void propose(GHRepository repository, String branch) throws IOException {
        String tip = repository.getRef("heads/main").getObject().getSha();
        repository.createRef("refs/heads/" + branch, tip);
        repository
                .createContent()
                .branch(branch)
                .path(branch + ".txt")
                .content(branch)
                .message(branch)
                .commit();
        repository.createPullRequest(branch, branch, "main", "");
    }

    private static Charged poll(GitHub github, List<String> names, String branch) throws IOException {
        List<GHRepository> repositories = new ArrayList<>();
        for (String name : names) {
            repositories.add(github.getRepository(name));
        }
        int first = round(github, repositories);
        int unchanged = 0;
        for (int i = 0; i < ROUNDS; i++) {
            unchanged += round(github, repositories);
        }
        for (GHRepository one : repositories.subList(0, Math.min(CHANGED, repositories.size()))) {
            propose(one, branch);
        }
        return new Charged(first, unchanged, round(github, repositories));
    }

    /** What GitHub counted for one round; asking how it stands is free. */
    private static int round(GitHub github, List<GHRepository> repositories) throws IOException {
        int before = github.getRateLimit().getCore().getRemaining();
        for (GHRepository one : repositories) {
            one.queryPullRequests().state(GHIssueState.ALL).list().toList();
        }
        return before - github.getRateLimit().getCore().getRemaining();
    }

    static Figure figure(Charged plain, Charged kept) {
        double fewer = plain.unchanged() == 0 ? Double.NaN : 1 - (double) kept.unchanged() / plain.unchanged();
        return new Figure(
                fewer,
                fewer >= FEWER,
                String.format(
                        Locale.ROOT,
                        "%d rounds in which nothing changed: %d requests charged without, %d with (%.0f %% fewer);"
                                + " the first round %d and %d, one with %d changed %d and %d",
                        ROUNDS,
                        plain.unchanged(),
                        kept.unchanged(),
                        fewer * 100,
                        plain.first(),
                        kept.first(),
                        CHANGED,
                        plain.changed(),
                        kept.changed()));
    }

    private static ObjectNode json(int repositories, Charged plain, Charged kept) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("repositories", repositories);
        json.set("without", node(plain));
        json.set("with", node(kept));
        return json;
    }

    private static ObjectNode node(Charged charged) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("first", charged.first())
                .put("unchanged", charged.unchanged())
                .put("changed", charged.changed());
    }
}
