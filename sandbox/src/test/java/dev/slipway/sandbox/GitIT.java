package dev.slipway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.sandbox.world.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Git itself takes the sandbox for GitHub. */
class GitIT {
    @TempDir
    Path folder;

    private SandboxServer sandbox;
    private String remote;

    private record Result(int exit, String output) {}

    @BeforeEach
    void start() throws IOException {
        NpmCache.needs("git");
        sandbox = SandboxServer.start(SandboxOptions.in(folder.resolve("data")));
        RestClient.as(sandbox, "factory-1")
                .post("/user/repos", "{'name':'vault','private':true}")
                .expect(201);
        remote = sandbox.url() + "/factory-1/vault.git";
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void clonesPushesAndFetches() throws Exception {
        Path one = work("one");
        git(one, "push", "origin", "HEAD:refs/heads/main", "HEAD:refs/slipway/run-1")
                .succeeds();
        Path two = folder.resolve("two");
        assertThat(run(folder, "factory-1", "clone", remote, two.toString()).exit())
                .isZero();
        assertThat(two.resolve("file.txt")).hasContent("file");
        git(two, "fetch", "origin", "refs/slipway/run-1").succeeds();
        assertThat(git(two, "rev-parse", "FETCH_HEAD").result.output())
                .isEqualTo(git(one, "rev-parse", "HEAD").result.output());
        git(two, "push", "origin", ":refs/slipway/run-1").succeeds();
        assertThat(git(two, "ls-remote", "origin").result.output())
                .contains("refs/heads/main")
                .doesNotContain("refs/slipway");
    }

    @Test
    void refusesAnAtomicPushWithAStaleLeaseAsAWhole() throws Exception {
        Path one = work("one");
        git(one, "push", "origin", "HEAD:refs/heads/main", "HEAD:refs/slipway/run-1")
                .succeeds();
        String first = git(one, "rev-parse", "HEAD").result.output().strip();
        git(one, "commit", "--allow-empty", "-m", "second").succeeds();
        String second = git(one, "rev-parse", "HEAD").result.output().strip();
        leased(one, first).succeeds();
        git(one, "commit", "--allow-empty", "-m", "third").succeeds();
        leased(one, first).fails("stale info");
        assertThat(git(one, "ls-remote", "origin").result.output())
                .contains(second + "\trefs/heads/main")
                .contains(second + "\trefs/slipway/run-1");
    }

    @Test
    void fetchesAPullRequestByItsNumber() throws Exception {
        Path one = work("one");
        git(one, "push", "origin", "HEAD:refs/heads/main").succeeds();
        git(one, "commit", "--allow-empty", "-m", "second").succeeds();
        git(one, "push", "origin", "HEAD:refs/heads/work").succeeds();
        RestClient.as(sandbox, "factory-1")
                .post("/repos/factory-1/vault/pulls", "{'title':'t','head':'work','base':'main'}")
                .expect(201);
        git(one, "fetch", "origin", "refs/pull/1/head").succeeds();
        assertThat(git(one, "rev-parse", "FETCH_HEAD").result.output())
                .isEqualTo(git(one, "rev-parse", "HEAD").result.output());
    }

    @Test
    void refusesStrangersWithWordsThatGitShows() throws Exception {
        Path one = work("one");
        git(one, "push", "origin", "HEAD:refs/heads/main").succeeds();
        RestClient.as(sandbox, "factory-1")
                .patch("/repos/factory-1/vault", "{'private':false}")
                .expect(200);
        Result denied = run(one, Seed.OUTSIDER, "push", "origin", "HEAD:refs/heads/mine");
        assertThat(denied.exit()).isNotZero();
        assertThat(denied.output()).contains("Permission to factory-1/vault.git denied to outsider");
        Result anonymous = run(one, null, "push", "origin", "HEAD:refs/heads/mine");
        assertThat(anonymous.exit()).isNotZero();
        assertThat(anonymous.output()).contains("could not read Username");
        assertThat(run(folder, null, "clone", remote, "open").exit()).isZero();
    }

    @Test
    void marksGitsRequestsInTheLogAndChargesNothing() throws Exception {
        git(work("one"), "push", "origin", "HEAD:refs/heads/main").succeeds();
        assertThat(sandbox.requests().all())
                .filteredOn(entry -> entry.git() && entry.status() == 200)
                .isNotEmpty()
                .allSatisfy(entry -> {
                    assertThat(entry.charged()).isFalse();
                    assertThat(entry.repository()).isEqualTo("factory-1/vault");
                    assertThat(entry.login()).isEqualTo("factory-1");
                });
    }

    private record Outcome(Result result) {
        void succeeds() {
            assertThat(result.exit()).as(result.output()).isZero();
        }

        void fails(String reason) {
            assertThat(result.exit()).isNotZero();
            assertThat(result.output()).contains(reason);
        }
    }

    private Path work(String name) throws Exception {
        Path work = Files.createDirectories(folder.resolve(name));
        git(work, "init", "--quiet", "--initial-branch", "main").succeeds();
        git(work, "remote", "add", "origin", remote).succeeds();
        Files.writeString(work.resolve("file.txt"), "file");
        git(work, "add", "file.txt").succeeds();
        git(work, "commit", "--quiet", "-m", "first").succeeds();
        return work;
    }

    private Outcome leased(Path work, String expected) throws Exception {
        return git(
                work,
                "push",
                "--atomic",
                "--force-with-lease=refs/slipway/run-1:" + expected,
                "origin",
                "HEAD:refs/heads/main",
                "HEAD:refs/slipway/run-1");
    }

    private Outcome git(Path work, String... arguments) throws Exception {
        return new Outcome(run(work, "factory-1", arguments));
    }

    private Result run(Path work, @Nullable String login, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(Arrays.asList(arguments));
        Path output = Files.createTempFile(folder, "git", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
        builder.environment().put("GIT_TERMINAL_PROMPT", "0");
        for (String who : List.of("AUTHOR", "COMMITTER")) {
            builder.environment().put("GIT_" + who + "_NAME", "Test");
            builder.environment().put("GIT_" + who + "_EMAIL", "test@example.org");
        }
        if (login != null) {
            String pair = Base64.getEncoder().encodeToString(("x-access-token:" + sandbox.token(login)).getBytes());
            builder.environment().put("GIT_CONFIG_COUNT", "1");
            builder.environment().put("GIT_CONFIG_KEY_0", "http.extraHeader");
            builder.environment().put("GIT_CONFIG_VALUE_0", "Authorization: Basic " + pair);
        }
        Process process = builder.start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return new Result(process.exitValue(), Files.readString(output));
    }
}
