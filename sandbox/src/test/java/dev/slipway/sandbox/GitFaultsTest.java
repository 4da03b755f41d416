package dev.slipway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.api.errors.TransportException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong with Git when it is told to, as JGit sees it. */
class GitFaultsTest {
    private static final String BRANCH = "refs/heads/work";
    private static final String PUSH = "'route':'POST git-push','times':1";

    @TempDir
    Path folder;

    private SandboxServer sandbox;
    private FaultClient faults;
    private RestClient client;
    private Git git;
    private ObjectId tip;

    @BeforeEach
    void start() throws Exception {
        sandbox = SandboxServer.start(SandboxOptions.in(folder.resolve("data")));
        faults = new FaultClient(sandbox.url());
        client = RestClient.as(sandbox, "factory-1");
        client.post("/user/repos", "{'name':'vault','private':true,'auto_init':true}")
                .expect(201);
        git = clone("work");
        byte[] content = new byte[20_000];
        new Random(1).nextBytes(content);
        Files.write(git.getRepository().getWorkTree().toPath().resolve("a.bin"), content);
        git.add().addFilepattern("a.bin").call();
        tip = git.commit()
                .setMessage("Add a.bin")
                .setAuthor("Test", "test@example.org")
                .setCommitter("Test", "test@example.org")
                .setSign(false)
                .call();
    }

    @AfterEach
    void stop() {
        git.close();
        sandbox.close();
    }

    @Test
    void aPushDroppedBeforeItsEffectMovesNothing() throws Exception {
        faults.add("{'kind':'drop-before'," + PUSH + "}");

        assertThatThrownBy(this::push).isInstanceOf(TransportException.class);

        assertThat(branch()).isNull();
        JsonNode logged = faults.lastStruck();
        assertThat(logged.path("git").asBoolean()).isTrue();
        assertThat(logged.path("repository").asText()).isEqualTo("factory-1/vault");
        assertThat(logged.path("login").asText()).isEqualTo("factory-1");
        assertThat(push()).isEqualTo(RemoteRefUpdate.Status.OK);
    }

    @Test
    void aPushDroppedAfterItsEffectHasMovedTheBranch() throws Exception {
        faults.add("{'kind':'drop-after'," + PUSH + "}");

        assertThatThrownBy(this::push).isInstanceOf(TransportException.class);

        assertThat(branch()).isEqualTo(tip.name());
        assertThat(push()).isEqualTo(RemoteRefUpdate.Status.UP_TO_DATE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void aPushCutInItsRequestMovesNothing(int seed) throws Exception {
        String id = faults.add("{'kind':'git-cut','times':1,'seed':" + seed + "}");

        assertThatThrownBy(this::push).isInstanceOf(TransportException.class);

        assertThat(faults.one(id).path("hits").asInt()).isEqualTo(1);
        assertThat(branch()).isNull();
        assertThat(push()).isEqualTo(RemoteRefUpdate.Status.OK);
    }

    @Test
    void aPushCutInItsAnswerHasMovedTheBranch() throws Exception {
        faults.add("{'kind':'git-cut','at':'answer'," + PUSH + "}");

        assertThatThrownBy(this::push).isInstanceOf(TransportException.class);

        assertThat(branch()).isEqualTo(tip.name());
        assertThat(push()).isEqualTo(RemoteRefUpdate.Status.UP_TO_DATE);
    }

    @Test
    void aFetchCanBeCutInItsAnswer() throws Exception {
        push();
        faults.add("{'kind':'git-cut','at':'answer','times':1}");

        assertThatThrownBy(() -> clone("cut")).isInstanceOf(TransportException.class);

        try (Git whole = clone("whole")) {
            assertThat(whole.getRepository().resolve("origin/work")).isEqualTo(tip);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "token-revoked,not authorized",
        "account-suspended,not permitted",
        "missing-scope,not permitted",
        "secondary-limit,429",
        "server-error,502"
    })
    void aRefusedPushSaysWhy(String kind, String word) {
        faults.add("{'kind':'" + kind + "','route':'git-push','times':9}");

        assertThatThrownBy(this::push).isInstanceOf(TransportException.class).hasMessageContaining(word);
        assertThat(branch()).isNull();
    }

    @Test
    void aSlowFetchIsTheRightOne() throws Exception {
        String id = faults.add("{'kind':'slow','delay':'1ms','route':'git-fetch'}");

        clone("slow").close();

        assertThat(faults.one(id).path("hits").asInt()).isPositive();
    }

    private Git clone(String name) throws GitAPIException {
        return Git.cloneRepository()
                .setURI(sandbox.url() + "/factory-1/vault.git")
                .setDirectory(folder.resolve(name).toFile())
                .setCredentialsProvider(credentials())
                .call();
    }

    private RemoteRefUpdate.Status push() throws GitAPIException {
        return git.push()
                .setCredentialsProvider(credentials())
                .setRefSpecs(new RefSpec("HEAD:" + BRANCH))
                .call()
                .iterator()
                .next()
                .getRemoteUpdate(BRANCH)
                .getStatus();
    }

    private CredentialsProvider credentials() {
        return new UsernamePasswordCredentialsProvider("x-access-token", sandbox.token("factory-1"));
    }

    /** Where the branch is in the sandbox; null when it is not there. */
    private String branch() {
        RestClient.Reply reply = client.get("/repos/factory-1/vault/git/ref/heads/work");
        return reply.status() == 404
                ? null
                : reply.expect(200).json().at("/object/sha").asText();
    }
}
