package dev.slipway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.sandbox.world.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.PushCommand;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.api.errors.TransportException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.PushResult;
import org.eclipse.jgit.transport.RefLeaseSpec;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.RemoteRefUpdate.Status;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JGit takes the sandbox for GitHub. */
class JGitTest {
    private static final String CHECKPOINT = "refs/slipway/run-1";

    @TempDir
    Path folder;

    private SandboxServer sandbox;
    private RestClient client;

    @BeforeEach
    void start() throws IOException {
        sandbox = SandboxServer.start(SandboxOptions.in(folder.resolve("data")));
        client = RestClient.as(sandbox, "factory-1");
        client.post("/user/repos", "{'name':'vault','private':true}").expect(201);
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void makesTheFirstBranchOfAnEmptyRepositoryItsDefault() throws Exception {
        try (Git git = clone("one", "factory-1")) {
            commit(git, "a.txt");
            push(git, "HEAD:refs/heads/trunk");
        }
        assertThat(client.get("/repos/factory-1/vault").text("default_branch")).isEqualTo("trunk");
        try (Git again = clone("two", "factory-1")) {
            assertThat(again.getRepository().getBranch()).isEqualTo("trunk");
        }
    }

    @Test
    void refusesAnAtomicPushAsAWholeWhenItsLeaseIsStale() throws Exception {
        try (Git old = clone("one", "factory-1");
                Git fresh = clone("two", "factory-1")) {
            ObjectId first = commit(old, "a.txt");
            push(old, "HEAD:refs/heads/main", "HEAD:" + CHECKPOINT);
            fresh.fetch()
                    .setCredentialsProvider(credentials("factory-1"))
                    .setRefSpecs("+refs/heads/main:refs/remotes/origin/main", CHECKPOINT + ":" + CHECKPOINT)
                    .call();
            fresh.checkout()
                    .setCreateBranch(true)
                    .setForced(true)
                    .setName("work")
                    .setStartPoint(first.name())
                    .call();
            ObjectId second = commit(fresh, "b.txt");
            assertThat(leased(fresh, first)).containsOnly(Status.OK);

            commit(old, "c.txt");
            assertThat(leased(old, first)).doesNotContain(Status.OK).contains(Status.REJECTED_REMOTE_CHANGED);
            assertThat(remote("refs/heads/main")).isEqualTo(second.name());
            assertThat(remote(CHECKPOINT)).isEqualTo(second.name());
        }
    }

    @Test
    void deletesACheckpointButNotTheDefaultBranch() throws Exception {
        try (Git git = clone("one", "factory-1")) {
            commit(git, "a.txt");
            push(git, "HEAD:refs/heads/main", "HEAD:" + CHECKPOINT);
            assertThat(push(git, ":" + CHECKPOINT)).containsOnly(Status.OK);
            assertThat(client.get("/repos/factory-1/vault/git/ref/slipway/run-1")
                            .status())
                    .isEqualTo(404);
            assertThat(push(git, ":refs/heads/main")).containsOnly(Status.REJECTED_OTHER_REASON);
            assertThat(push(git, "HEAD:refs/pull/7/head")).containsOnly(Status.REJECTED_OTHER_REASON);
        }
    }

    @Test
    void letsAPullRequestFollowItsBranch() throws Exception {
        try (Git git = clone("one", "factory-1")) {
            commit(git, "a.txt");
            push(git, "HEAD:refs/heads/main");
            commit(git, "b.txt");
            push(git, "HEAD:refs/heads/slipway/run-1");
            client.post("/repos/factory-1/vault/pulls", "{'title':'t','head':'slipway/run-1','base':'main'}")
                    .expect(201);
            ObjectId tip = commit(git, "c.txt");
            push(git, "HEAD:refs/heads/slipway/run-1");
            var pull = client.get("/repos/factory-1/vault/pulls/1").json();
            assertThat(pull.at("/head/sha").asText()).isEqualTo(tip.name());
            assertThat(pull.path("commits").asInt()).isEqualTo(2);
            assertThat(remote("refs/pull/1/head")).isEqualTo(tip.name());
            push(git, "HEAD:refs/heads/main");
            assertThat(client.get("/repos/factory-1/vault/pulls/1")
                            .json()
                            .path("merged")
                            .asBoolean())
                    .isTrue();
        }
    }

    @Test
    void closesAPullRequestThatLosesItsBranchAndKeepsItsCommits() throws Exception {
        try (Git git = clone("one", "factory-1")) {
            commit(git, "a.txt");
            push(git, "HEAD:refs/heads/main");
            ObjectId tip = commit(git, "b.txt");
            push(git, "HEAD:refs/heads/gone");
            client.post("/repos/factory-1/vault/pulls", "{'title':'t','head':'gone','base':'main'}")
                    .expect(201);
            push(git, ":refs/heads/gone");
            var pull = client.get("/repos/factory-1/vault/pulls/1").json();
            assertThat(pull.path("state").asText()).isEqualTo("closed");
            assertThat(pull.at("/head/sha").asText()).isEqualTo(tip.name());
            client.get("/repos/factory-1/vault/pulls/1/files").expect(200);
        }
    }

    @Test
    void refusesThoseWhoMayNotReadOrWrite() throws Exception {
        assertThatThrownBy(() -> clone("out", Seed.OUTSIDER))
                .isInstanceOf(GitAPIException.class)
                .hasRootCauseMessage(sandbox.url() + "/factory-1/vault.git: " + sandbox.url()
                        + "/factory-1/vault.git/info/refs?service=git-upload-pack not found: Not Found");
        assertThatThrownBy(() -> Git.cloneRepository()
                        .setURI(sandbox.url() + "/factory-1/vault.git")
                        .setDirectory(folder.resolve("none").toFile())
                        .call())
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("Authentication is required");
        client.post("/user/repos", "{'name':'open','auto_init':true}").expect(201);
        try (Git git = Git.cloneRepository()
                .setURI(sandbox.url() + "/factory-1/open.git")
                .setDirectory(folder.resolve("open").toFile())
                .call()) {
            commit(git, "a.txt");
            assertThatThrownBy(() -> git.push()
                            .setCredentialsProvider(credentials(Seed.OUTSIDER))
                            .setRefSpecs(new RefSpec("HEAD:refs/heads/main"))
                            .call())
                    .isInstanceOf(TransportException.class);
        }
    }

    @Test
    void acceptsTheAppAsXAccessToken() throws Exception {
        RestClient.as(sandbox, Seed.APP_BOT)
                .post("/orgs/acme/repos", "{'name':'app'}")
                .expect(201);
        try (Git git = Git.cloneRepository()
                .setURI(sandbox.url() + "/acme/app.git")
                .setDirectory(folder.resolve("app").toFile())
                .setCredentialsProvider(credentials(Seed.APP_BOT))
                .call()) {
            commit(git, "a.txt");
            var results = git.push()
                    .setCredentialsProvider(credentials(Seed.APP_BOT))
                    .setRefSpecs(new RefSpec("HEAD:refs/heads/main"))
                    .call();
            assertThat(statuses(results)).containsOnly(Status.OK);
        }
    }

    private Git clone(String name, String login) throws GitAPIException {
        return Git.cloneRepository()
                .setURI(sandbox.url() + "/factory-1/vault.git")
                .setDirectory(folder.resolve(name).toFile())
                .setCredentialsProvider(credentials(login))
                .call();
    }

    private CredentialsProvider credentials(String login) {
        return new UsernamePasswordCredentialsProvider("x-access-token", sandbox.token(login));
    }

    private static ObjectId commit(Git git, String file) throws Exception {
        Files.writeString(git.getRepository().getWorkTree().toPath().resolve(file), file);
        git.add().addFilepattern(file).call();
        return git.commit()
                .setMessage("Add " + file)
                .setAuthor("Test", "test@example.org")
                .setCommitter("Test", "test@example.org")
                .setSign(false)
                .call();
    }

    private List<Status> push(Git git, String... specs) throws GitAPIException {
        PushCommand push = git.push().setCredentialsProvider(credentials("factory-1"));
        push.setRefSpecs(Arrays.stream(specs).map(RefSpec::new).toList());
        return statuses(push.call());
    }

    /** Pushes branch and checkpoint in one, if the checkpoint is still where it was expected. */
    private List<Status> leased(Git git, ObjectId expected) throws GitAPIException {
        return statuses(git.push()
                .setCredentialsProvider(credentials("factory-1"))
                .setAtomic(true)
                .setRefSpecs(new RefSpec("+HEAD:refs/heads/main"), new RefSpec("+HEAD:" + CHECKPOINT))
                .setRefLeaseSpecs(new RefLeaseSpec(CHECKPOINT, expected.name()))
                .call());
    }

    private static List<Status> statuses(Iterable<PushResult> results) {
        return StreamSupport.stream(results.spliterator(), false)
                .flatMap(result -> result.getRemoteUpdates().stream())
                .map(RemoteRefUpdate::getStatus)
                .toList();
    }

    private String remote(String ref) {
        return client.get("/repos/factory-1/vault/git/ref/" + ref.substring("refs/".length()))
                .expect(200)
                .json()
                .at("/object/sha")
                .asText();
    }
}
