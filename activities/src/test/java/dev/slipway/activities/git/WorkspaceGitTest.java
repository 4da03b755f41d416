package dev.slipway.activities.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.activities.scan.SecretScanner;
import dev.slipway.failure.FailureType;
import dev.slipway.run.RunKey;
import dev.slipway.settings.secret.Secret;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.RefUpdate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceGitTest {
    private static final RunKey RUN = new RunKey("k3x9w2mq7a");
    private static final String CHECKPOINT = "refs/slipway/" + RUN;
    private static final String BRANCH = "refs/heads/slipway/" + RUN;
    private static final String MAIN = "refs/heads/main";

    @TempDir
    Path folder;

    private GitHost host;
    private final List<WorkspaceGit> opened = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        host = new GitHost(folder);
    }

    @AfterEach
    void stop() throws Exception {
        opened.forEach(WorkspaceGit::close);
        host.close();
    }

    private Path tree(String machine) {
        return folder.resolve(machine).resolve("tree");
    }

    private WorkspaceGit git(String machine) {
        WorkspaceGit git = new WorkspaceGit(
                folder.resolve(machine).resolve("git"),
                tree(machine),
                host.remote(),
                new SecretScanner(List.of(new Secret(GitHost.TOKEN))));
        opened.add(git);
        return git;
    }

    private static SessionSpec spec(long session, long fence) {
        return new SessionSpec(
                RUN, session, fence, "slipway/" + RUN, "main", "Token vault", false, List.of("node_modules/", "out/"));
    }

    private void write(String machine, String path, String text) throws IOException {
        Path file = tree(machine).resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static void failsAs(FailureType type, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ApplicationFailure.class,
                        failure -> assertThat(failure.getType())
                                .as(failure.getMessage())
                                .isEqualTo(type.name()))
                .satisfies(failure -> assertThat(failure.toString()).doesNotContain(GitHost.TOKEN));
    }

    @Test
    void bringsAnInitialCommitIntoAnEmptyRemoteTogetherWithTheCheckpoint() throws Exception {
        OpenedTree opened = git("a").open(spec(1, 7));

        assertThat(opened.restored()).isFalse();
        assertThat(host.file(MAIN, "README.md")).isEqualTo("# Token vault\n");
        assertThat(host.commit(CHECKPOINT).getFullMessage())
                .contains("Slipway-Session: 1\n", "Slipway-Fence: 7\n", "Slipway-Run: " + RUN + "\n");
        assertThat(tree("a").resolve("README.md")).hasContent("# Token vault\n");
        assertThat(Files.list(tree("a"))).as("no Git directory in the tree").hasSize(1);
    }

    @Test
    void makesTheSameInitialCommitEachTime() throws Exception {
        git("a").open(spec(1, 7));
        ObjectId first = host.ref(MAIN);
        try (GitHost other = new GitHost(folder.resolve("other"))) {
            WorkspaceGit again = new WorkspaceGit(
                    folder.resolve("b/git"),
                    tree("b"),
                    other.remote(),
                    new SecretScanner(List.of()),
                    CommitAuthor.of("octocat"));
            opened.add(again);
            again.open(spec(2, 8));
            assertThat(other.ref(MAIN)).isEqualTo(first);
        }
    }

    @Test
    void opensWithTwoConnectionsAndCheckpointsAndPublishesWithOneEach() throws Exception {
        WorkspaceGit git = git("a");
        git.open(spec(1, 7));
        assertThat(host.requests.stream().filter(r -> r.startsWith("GET"))).hasSize(2);

        host.requests.clear();
        write("a", "src/Vault.sol", "contract Vault {}");
        git.checkpoint("Generate");
        assertThat(host.requests).hasSize(2).last().asString().endsWith("git-receive-pack");

        host.requests.clear();
        git.publish("Token vault", true);
        assertThat(host.requests).hasSize(2);

        host.requests.clear();
        assertThat(git.checkpoint("Nothing new").changed()).isFalse();
        assertThat(host.requests).isEmpty();
    }

    @Test
    void publishesOneCommitOnTheBase() throws Exception {
        WorkspaceGit git = git("a");
        git.open(spec(1, 7));
        write("a", "src/Vault.sol", "contract Vaul {}");
        git.checkpoint("Generate");
        write("a", "src/Vault.sol", "contract Vault {}");
        git.checkpoint("Fix");

        PublishOutcome published = git.publish("Token vault\n\nWhat it is.", true);

        assertThat(published.commit()).isEqualTo(host.ref(BRANCH).name());
        assertThat(published.changed()).isTrue();
        assertThat(published.files()).isEqualTo(1);
        assertThat(host.commit(BRANCH).getParents()).containsExactly(host.commit(MAIN));
        assertThat(host.commit(BRANCH).getFullMessage())
                .isEqualTo("Token vault\n\nWhat it is.\n\nSlipway-Run: " + RUN + "\n");
        assertThat(host.commit(BRANCH).getAuthorIdent().getEmailAddress()).isEqualTo("noreply@slipway.dev");
        assertThat(host.file(BRANCH, "src/Vault.sol")).isEqualTo("contract Vault {}");
        assertThat(host.commit(CHECKPOINT).getFullMessage()).contains("Slipway-Published: " + published.commit());
    }

    @Test
    void replacesWhatItPublishedAndRepeatsItselfWithoutPushing() throws Exception {
        WorkspaceGit git = git("a");
        git.open(spec(1, 7));
        write("a", "a.txt", "one");
        PublishOutcome first = git.publish("First", true);
        host.requests.clear();
        assertThat(git.publish("First", true)).isEqualTo(first);
        assertThat(host.requests).isEmpty();

        write("a", "a.txt", "two");
        PublishOutcome second = git.publish("Second", true);
        assertThat(host.commit(BRANCH).getParents()).containsExactly(host.commit(MAIN));
        assertThat(second.commit()).isEqualTo(host.ref(BRANCH).name()).isNotEqualTo(first.commit());
    }

    @Test
    void addsACommitOnTopWhereNotAskedToSquash() throws Exception {
        WorkspaceGit git = git("a");
        git.open(spec(1, 7));
        write("a", "a.txt", "one");
        PublishOutcome first = git.publish("First", true);
        write("a", "a.txt", "two");
        git.publish("Second", false);
        assertThat(host.commit(BRANCH).getParent(0).name()).isEqualTo(first.commit());
    }

    @Test
    void publishesNothingWhereNothingChanged() throws Exception {
        WorkspaceGit git = git("a");
        git.open(spec(1, 7));
        assertThat(git.publish("Nothing", true).changed()).isFalse();
        assertThat(host.ref(BRANCH)).isEqualTo(ObjectId.zeroId());
    }

    @Test
    void restoresTheCheckpointOnAnotherHost() throws Exception {
        WorkspaceGit a = git("a");
        a.open(spec(1, 7));
        write("a", "src/deep/Vault.sol", "contract Vault {}");
        Files.createSymbolicLink(tree("a").resolve("latest"), Path.of("src/deep"));
        Path script = tree("a").resolve("run.sh");
        Files.writeString(script, "#!/bin/sh\r\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        a.checkpoint("Generate");

        OpenedTree opened = git("b").open(spec(2, 8));

        assertThat(opened.restored()).isTrue();
        assertThat(tree("b").resolve("src/deep/Vault.sol")).hasContent("contract Vault {}");
        assertThat(Files.readSymbolicLink(tree("b").resolve("latest"))).hasToString("src/deep");
        assertThat(tree("b").resolve("run.sh")).isExecutable();
        assertThat(Files.readString(tree("b").resolve("run.sh"))).isEqualTo("#!/bin/sh\r\n");
        git("b");
        WorkspaceGit b = this.opened.get(1);
        assertThat(b.publish("Vault", true).changed()).isTrue();
        assertThat(host.commit(BRANCH).getParents()).containsExactly(host.commit(MAIN));
    }

    @Test
    void aStepThatIsRepeatedAfterItsHostDiedHasChangedWhatItCheckpointedBefore() throws Exception {
        WorkspaceGit lost = git("a");
        lost.open(spec(1, 7));
        write("a", "vault.sol", "contract Vault {}");
        assertThat(lost.checkpoint("1-generate: generate").changed()).isTrue();

        WorkspaceGit next = git("b");
        next.open(spec(2, 8));
        assertThat(next.checkpoint("1-generate: generate").changed()).isTrue();
        assertThat(next.checkpoint("3-fix: fix").changed())
                .as("another step has changed nothing")
                .isFalse();

        WorkspaceGit third = git("c");
        third.open(spec(3, 9));
        assertThat(third.checkpoint("1-generate: generate").changed())
                .as("two hosts later too")
                .isTrue();
    }

    @Test
    void keepsUnpushedWorkWhereTheSameHostOpensAgain() throws Exception {
        WorkspaceGit git = git("a");
        git.open(spec(1, 7));
        write("a", "half-done.txt", "not pushed");
        git.close();

        assertThat(git("a").open(spec(2, 8)).restored()).isTrue();
        assertThat(tree("a").resolve("half-done.txt")).hasContent("not pushed");
    }

    @Test
    void dropsUnpushedWorkThatAnotherHostHasOvertaken() throws Exception {
        git("a").open(spec(1, 7));
        write("a", "stale.txt", "stale");
        WorkspaceGit b = git("b");
        b.open(spec(2, 8));
        write("b", "fresh.txt", "fresh");
        b.checkpoint("Work of b");

        git("a").open(spec(3, 9));
        assertThat(tree("a").resolve("stale.txt")).doesNotExist();
        assertThat(tree("a").resolve("fresh.txt")).hasContent("fresh");
    }

    @Test
    void refusesTheHostThatLostItsSession() throws Exception {
        WorkspaceGit a = git("a");
        a.open(spec(1, 7));
        git("b").open(spec(2, 8));
        write("a", "late.txt", "late");

        failsAs(FailureType.SESSION_FENCED, () -> a.checkpoint("Late"));
        failsAs(FailureType.SESSION_FENCED, () -> a.publish("Late", true));
        failsAs(FailureType.SESSION_FENCED, a::dropCheckpoint);
        assertThat(host.ref(BRANCH)).as("all or nothing").isEqualTo(ObjectId.zeroId());
    }

    @Test
    void refusesToOpenAnOlderSessionOrUnderAnOlderLease() throws Exception {
        git("a").open(spec(2, 8));
        failsAs(FailureType.SESSION_FENCED, () -> git("b").open(spec(1, 9)));
        failsAs(FailureType.SESSION_FENCED, () -> git("b").open(spec(3, 7)));
    }

    @Test
    void ofTwoHostsThatOpenTheSameSessionOnlyTheLaterMayPush() throws Exception {
        WorkspaceGit a = git("a");
        WorkspaceGit b = git("b");
        a.open(spec(1, 7));
        b.open(spec(1, 7));
        write("a", "x", "a");
        write("b", "x", "b");
        failsAs(FailureType.SESSION_FENCED, () -> a.checkpoint("a"));
        assertThat(b.checkpoint("b").changed()).isTrue();
    }

    @Test
    void countsAPushWhoseAnswerWasLostAsDone() throws Exception {
        WorkspaceGit git = git("a");
        host.fault.set("lose the answer of the next push");
        git.open(spec(1, 7));
        write("a", "a.txt", "one");
        host.fault.set("lose the answer of the next push");
        CheckpointOutcome checkpoint = git.checkpoint("One");
        assertThat(checkpoint.commit()).isEqualTo(host.ref(CHECKPOINT).name());
        host.fault.set("lose the answer of the next push");
        assertThat(git.publish("One", true).commit()).isEqualTo(host.ref(BRANCH).name());
    }

    @Test
    void findsItsOwnPushAgainWhenTheRemoteWasAwayAfterwards() throws Exception {
        WorkspaceGit git = git("a");
        git.open(spec(1, 7));
        write("a", "a.txt", "one");
        host.fault.set("lose the answer and be gone");
        failsAs(FailureType.UNAVAILABLE, () -> git.publish("One", true));
        ObjectId pushed = host.ref(BRANCH);
        assertThat(pushed).isNotEqualTo(ObjectId.zeroId());

        host.fault.set("");
        host.requests.clear();
        assertThat(git.publish("One", true).commit()).isEqualTo(pushed.name());
        assertThat(host.requests).noneMatch(request -> request.contains("receive-pack"));
    }

    @Test
    void pushesAgainWhereTheRemoteWasOnlyBusy() throws Exception {
        WorkspaceGit git = git("a");
        git.open(spec(1, 7));
        write("a", "a.txt", "one");
        host.fault.set("decline 2 failed to lock");
        assertThat(git.checkpoint("One").commit())
                .isEqualTo(host.ref(CHECKPOINT).name());
        write("a", "a.txt", "two");
        host.fault.set("decline 9 failed to lock");
        failsAs(FailureType.UNAVAILABLE, () -> git.checkpoint("Two"));
    }

    @Test
    void saysWhatTheRemoteDeclined() throws Exception {
        WorkspaceGit git = git("a");
        git.open(spec(1, 7));
        write("a", "a.txt", "one");
        host.fault.set("decline 1 GH006: Protected branch update failed");
        assertThatThrownBy(() -> git.publish("One", true))
                .hasMessageContaining("Protected branch update failed")
                .isInstanceOfSatisfying(ApplicationFailure.class, failure -> {
                    assertThat(failure.getType()).isEqualTo(FailureType.REQUEST_REFUSED.name());
                    assertThat(failure.isNonRetryable()).isTrue();
                });
        assertThat(host.ref(BRANCH)).isEqualTo(ObjectId.zeroId());
        assertThat(git.publish("One", true).changed()).as("once it is allowed").isTrue();
    }

    @Test
    void goesOnAfterACrashBetweenPushAndAnswer() throws Exception {
        WorkspaceGit git = git("a");
        git.open(spec(1, 7));
        write("a", "a.txt", "one");
        host.fault.set("lose the answer and be gone");
        failsAs(FailureType.UNAVAILABLE, () -> git.checkpoint("One"));
        git.close();
        host.fault.set("");
        write("a", "b.txt", "two, not pushed");

        WorkspaceGit again = git("a");
        assertThat(again.open(spec(2, 8)).restored()).isTrue();
        assertThat(tree("a").resolve("b.txt")).exists();
        assertThat(again.publish("Both", true).files()).isEqualTo(2);
    }

    @Test
    void pushesNothingToABranchThatSomebodyElseMoved() throws Exception {
        WorkspaceGit git = git("a");
        git.open(spec(1, 7));
        write("a", "a.txt", "one");
        git.publish("One", true);
        RefUpdate moved = host.repository().updateRef(BRANCH);
        moved.setNewObjectId(host.ref(MAIN));
        moved.forceUpdate();
        ObjectId checkpoint = host.ref(CHECKPOINT);

        write("a", "a.txt", "two");
        assertThat(git.publish("Two", true).moved()).isTrue();
        assertThat(host.ref(CHECKPOINT)).as("all or nothing").isEqualTo(checkpoint);
        assertThat(host.ref(BRANCH)).isEqualTo(host.ref(MAIN));
    }

    @Test
    void startsFromABranchThatIsThereAndLeavesItsRefsAlone() throws Exception {
        WorkspaceGit first = git("a");
        first.open(new SessionSpec(new RunKey("earlier001"), 1, 1, "x", "main", "Earlier", false, List.of()));
        ObjectId base = host.ref(MAIN);

        WorkspaceGit git = git("b");
        assertThat(git.open(spec(1, 7)).restored()).isFalse();
        assertThat(tree("b").resolve("README.md")).hasContent("# Earlier\n");
        write("b", "a.txt", "one");
        git.publish("One", true);
        assertThat(host.ref(MAIN)).isEqualTo(base);
        assertThat(host.commit(BRANCH).getParent(0)).isEqualTo(base);
    }

    @Test
    void worksShallowOnARepositoryWithHistoryAndWhileItsBaseMovesOn() throws Exception {
        host.commitFile(MAIN, "history.txt", "version 1");
        ObjectId oldest = host.ref(MAIN);
        for (int i = 2; i <= 6; i++) {
            host.commitFile(MAIN, "history.txt", "version " + i);
        }
        ObjectId base = host.ref(MAIN);
        WorkspaceGit a = git("a");
        a.open(spec(1, 7));
        assertThat(tree("a").resolve("history.txt")).hasContent("version 6");
        write("a", "a.txt", "one");
        a.checkpoint("One");
        write("a", "a.txt", "two");
        a.checkpoint("Two");
        host.commitFile(MAIN, "elsewhere.txt", "by somebody else");

        WorkspaceGit b = git("b");
        b.open(spec(2, 8));
        write("b", "b.txt", "three");
        assertThat(b.publish("Work", true).files()).isEqualTo(2);
        assertThat(host.commit(BRANCH).getParents()).containsExactly(host.commit(base));
        assertThat(host.file(BRANCH, "history.txt")).isEqualTo("version 6");
        assertThat(host.file(BRANCH, "elsewhere.txt")).isEqualTo("(none)");
        assertThat(host.everyObjectIsThere(BRANCH)).isTrue();
        assertThat(host.everyObjectIsThere(CHECKPOINT)).isTrue();
        try (WorkStore store = WorkStore.open(folder.resolve("b/git"))) {
            assertThat(store.has(oldest))
                    .as("the whole history was not fetched")
                    .isFalse();
        }
    }

    @Test
    void saysWhichBaseIsMissing() throws Exception {
        git("a").open(spec(1, 7));
        SessionSpec elsewhere = new SessionSpec(new RunKey("another001"), 1, 1, "x", "develop", "T", false, List.of());
        failsAs(FailureType.REQUEST_REFUSED, () -> git("b").open(elsewhere));
    }

    @Test
    void dropsTheCheckpointOnceAndAgain() throws Exception {
        WorkspaceGit git = git("a");
        git.open(spec(1, 7));
        git.dropCheckpoint();
        assertThat(host.ref(CHECKPOINT)).isEqualTo(ObjectId.zeroId());
        git.dropCheckpoint();
        failsAs(FailureType.SESSION_GONE, () -> git.checkpoint("Late"));
    }

    @Test
    void holdsBackWorkWithASecretAndPushesItsMendWithoutIt() throws Exception {
        WorkspaceGit git = git("a");
        git.open(spec(1, 7));
        ObjectId before = host.ref(CHECKPOINT);
        String leak = "token: " + GitHost.TOKEN;
        write("a", "config.txt", leak);

        CheckpointOutcome flagged = git.checkpoint("With a secret");
        assertThat(flagged.findings()).extracting("rule").containsExactly(SecretScanner.CONFIGURED);
        assertThat(git.publish("With a secret", true).findings()).hasSize(1);
        assertThat(host.ref(CHECKPOINT)).isEqualTo(before);
        assertThat(host.ref(BRANCH)).isEqualTo(ObjectId.zeroId());
        assertThat(git.heldBack()).exists();

        write("a", "config.txt", "token: from the environment");
        assertThat(git.checkpoint("Mended").findings()).isEmpty();
        assertThat(git.heldBack()).doesNotExist();
        ObjectId blob;
        try (org.eclipse.jgit.lib.ObjectInserter.Formatter formatter =
                new org.eclipse.jgit.lib.ObjectInserter.Formatter()) {
            blob = formatter.idFor(3, leak.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(host.repository().getObjectDatabase().has(blob))
                .as("the secret on the remote")
                .isFalse();
    }

    @Test
    void onlyLooksWhereOpenedToRead() throws Exception {
        WorkspaceGit git = git("a");
        git.open(spec(1, 7));
        write("a", "a.txt", "one");
        git.publish("One", true);
        ObjectId checkpoint = host.ref(CHECKPOINT);

        WorkspaceGit reader = git("r");
        SessionSpec look = new SessionSpec(RUN, 0, 0, "slipway/" + RUN, "main", "T", true, List.of());
        assertThat(reader.open(look).commit()).isEqualTo(host.ref(BRANCH).name());
        assertThat(tree("r").resolve("a.txt")).hasContent("one");
        failsAs(FailureType.INTERNAL, () -> reader.checkpoint("no"));
        assertThat(host.ref(CHECKPOINT)).isEqualTo(checkpoint);
    }

    @Test
    void saysWhatARefusalMeans() throws Exception {
        host.fault.set("answer 401");
        failsAs(FailureType.ACCOUNT_UNAUTHORIZED, () -> git("a").open(spec(1, 7)));
        host.fault.set("answer 404");
        failsAs(FailureType.REQUEST_REFUSED, () -> git("a").open(spec(1, 7)));
        host.fault.set("answer 429 slow down");
        failsAs(FailureType.ACCOUNT_RATE_LIMITED, () -> git("a").open(spec(1, 7)));
        host.fault.set("answer 503");
        failsAs(FailureType.UNAVAILABLE, () -> git("a").open(spec(1, 7)));
        WorkspaceGit wrong = new WorkspaceGit(
                folder.resolve("w/git"),
                tree("w"),
                host.remote(() -> new Secret("ghp_wrong")),
                new SecretScanner(List.of()));
        host.fault.set("");
        failsAs(FailureType.ACCOUNT_UNAUTHORIZED, () -> wrong.open(spec(1, 7)));
    }

    @Test
    void saysThatTheRemoteIsOutOfReach() throws Exception {
        GitRemote nobody = new GitRemote(
                URI.create("http://127.0.0.1:1/acme/vault.git"),
                URI.create("http://127.0.0.1:1"),
                () -> new Secret(GitHost.TOKEN));
        WorkspaceGit git = new WorkspaceGit(folder.resolve("a/git"), tree("a"), nobody, new SecretScanner(List.of()));
        failsAs(FailureType.UNAVAILABLE, () -> git.open(spec(1, 7)));
    }

    @Test
    void sendsCredentialsNowhereElse() throws Exception {
        try (GitHost thief = new GitHost(folder.resolve("thief"))) {
            host.fault.set("redirect " + thief.base());
            failsAs(FailureType.REQUEST_REFUSED, () -> git("a").open(spec(1, 7)));
            assertThat(thief.requests).isEmpty();
        }
        for (String url : List.of(
                "http://127.0.0.1.evil.test/acme/vault.git",
                "http://evil.test/" + host.base().getAuthority() + "/vault.git",
                "https://127.0.0.1:" + host.base().getPort() + "/acme/vault.git",
                "http://user:pass@127.0.0.1:" + host.base().getPort() + "/acme/vault.git")) {
            failsAs(
                    FailureType.REQUEST_REFUSED,
                    () -> new GitRemote(URI.create(url), host.base(), () -> new Secret(GitHost.TOKEN)));
        }
        failsAs(
                FailureType.REQUEST_REFUSED,
                () -> new GitRemote(
                        URI.create("https://github.com/acme-evil/x.git"),
                        URI.create("https://github.com/acme"),
                        () -> new Secret(GitHost.TOKEN)));
    }

    @Test
    void writesTheTokenIntoNoFile() throws Exception {
        WorkspaceGit git = git("a");
        git.open(spec(1, 7));
        write("a", "a.txt", "one");
        git.checkpoint("One");
        git.publish("One", true);
        try (Stream<Path> files = Files.walk(folder.resolve("a"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(GitHost.TOKEN);
            }
        }
    }

    @Test
    void startsOverWhereItsOwnDirectoryIsBroken() throws Exception {
        WorkspaceGit git = git("a");
        git.open(spec(1, 7));
        write("a", "a.txt", "one");
        git.checkpoint("One");
        git.close();
        try (Stream<Path> files = Files.walk(folder.resolve("a/git/objects"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                file.toFile().setWritable(true);
                Files.write(file, new byte[] {1});
            }
        }
        Files.createFile(folder.resolve("a/git/HEAD.lock"));

        WorkspaceGit again = git("a");
        assertThat(again.open(spec(2, 8)).restored()).isTrue();
        assertThat(tree("a").resolve("a.txt")).hasContent("one");
        write("a", "b.txt", "two");
        assertThat(again.checkpoint("Two").changed()).isTrue();
    }

    @Test
    void fillsTheTreeAgainWhereFillingItWasCutShort() throws Exception {
        WorkspaceGit git = git("a");
        git.open(spec(1, 7));
        write("a", "a.txt", "one");
        git.checkpoint("One");
        git.close();
        Files.delete(folder.resolve("a/git/refs/work/tree"));
        Files.delete(tree("a").resolve("a.txt"));

        git("a").open(spec(2, 8));
        assertThat(tree("a").resolve("a.txt")).hasContent("one");
    }
}
