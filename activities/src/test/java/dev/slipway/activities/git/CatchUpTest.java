package dev.slipway.activities.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.activities.scan.SecretScanner;
import dev.slipway.failure.FailureType;
import dev.slipway.run.RunKey;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.RefUpdate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Others push to a change's branch, or to its base, while it is worked on. */
class CatchUpTest {
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

    private WorkspaceGit open(String machine, long session) {
        WorkspaceGit git = new WorkspaceGit(
                folder.resolve(machine).resolve("git"), tree(machine), host.remote(), new SecretScanner(List.of()));
        opened.add(git);
        git.open(new SessionSpec(
                RUN, session, session, "slipway/" + RUN, "main", "Token vault", false, List.of("node_modules/")));
        return git;
    }

    private void write(String machine, String path, String text) throws IOException {
        Path file = tree(machine).resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** A host whose work was pushed to the branch. */
    private WorkspaceGit published(String path, String text) throws IOException {
        WorkspaceGit git = open("a", 1);
        write("a", path, text);
        assertThat(git.publish("One", true).commit()).isEqualTo(host.ref(BRANCH).name());
        return git;
    }

    private void setBack(String ref, ObjectId to) throws IOException {
        RefUpdate moved = host.repository().updateRef(ref);
        moved.setNewObjectId(to);
        moved.forceUpdate();
    }

    private static void failsAs(FailureType type, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ApplicationFailure.class,
                        failure -> assertThat(failure.getType())
                                .as(failure.getMessage())
                                .isEqualTo(type.name()));
    }

    @Test
    void putsTheWorkOnTopOfWhatOthersPushed() throws Exception {
        WorkspaceGit git = published("a.txt", "one");
        host.commitFile(BRANCH, "theirs.txt", "by a person");
        ObjectId theirs = host.ref(BRANCH);
        write("a", "a.txt", "two");

        PublishOutcome refused = git.publish("Two", true);
        assertThat(refused.moved()).isTrue();
        assertThat(refused.commit()).isEmpty();
        assertThat(host.ref(BRANCH)).as("nothing was pushed").isEqualTo(theirs);

        CatchUpOutcome came = git.catchUp(false);
        assertThat(came.with())
                .isEqualTo("slipway/" + RUN + " at " + theirs.abbreviate(10).name());
        assertThat(came.conflicts()).isEmpty();
        assertThat(tree("a").resolve("theirs.txt")).hasContent("by a person");
        assertThat(tree("a").resolve("a.txt")).hasContent("two");
        assertThat(host.ref(BRANCH)).as("it is verified before it is pushed").isEqualTo(theirs);
        assertThat(host.file(CHECKPOINT, "theirs.txt")).isEqualTo("by a person");

        assertThat(git.publish("Two", true).commit()).isEqualTo(host.ref(BRANCH).name());
        assertThat(host.commit(BRANCH).getParents()).containsExactly(host.commit(theirs));
        assertThat(host.file(BRANCH, "a.txt")).isEqualTo("two");
        assertThat(host.everyObjectIsThere(BRANCH)).isTrue();

        ObjectId second = host.ref(BRANCH);
        write("a", "a.txt", "three");
        git.publish("Three", true);
        assertThat(host.commit(BRANCH).getParents())
                .as("what others built upon is not rewritten")
                .containsExactly(host.commit(second));
        assertThat(git.publish("Three", true).commit())
                .isEqualTo(host.ref(BRANCH).name());
    }

    @Test
    void keepsBothVersionsBetweenMarksAndPushesOnlyWhatIsPutTogether() throws Exception {
        WorkspaceGit git = published("a.txt", "top\none\nbottom\n");
        host.commitFile(BRANCH, "a.txt", "top\na person's\nbottom\n");
        ObjectId theirs = host.ref(BRANCH);
        write("a", "a.txt", "top\nthe agent's\nbottom\n");

        assertThat(git.publish("Two", true).moved()).isTrue();
        CatchUpOutcome came = git.catchUp(false);
        assertThat(came.conflicts()).singleElement().satisfies(conflict -> {
            assertThat(conflict.path()).isEqualTo("a.txt");
            assertThat(conflict.excerpt()).contains("the agent's", "a person's", "<<<<<<< slipway: this change");
        });
        assertThat(tree("a").resolve("a.txt")).content().contains("the agent's", "a person's", "top", "bottom");

        PublishOutcome held = git.publish("Two", true);
        assertThat(held.conflicts()).extracting(TreeConflict::path).containsExactly("a.txt");
        assertThat(host.ref(BRANCH)).as("no marks are pushed").isEqualTo(theirs);

        write("a", "a.txt", "top\nboth\nbottom\n");
        assertThat(git.publish("Two", true).commit()).isEqualTo(host.ref(BRANCH).name());
        assertThat(host.file(BRANCH, "a.txt")).isEqualTo("top\nboth\nbottom\n");
        assertThat(host.commit(BRANCH).getParents()).containsExactly(host.commit(theirs));
    }

    @Test
    void mergesDifferentPlacesOfOneFile() throws Exception {
        WorkspaceGit git = published("a.txt", "1\n2\n3\n4\n5\n6\n7\n8\n9\n");
        host.commitFile(BRANCH, "a.txt", "1\n2\n3\n4\n5\n6\n7\n8\nnine\n");
        write("a", "a.txt", "one\n2\n3\n4\n5\n6\n7\n8\n9\n");
        assertThat(git.catchUp(false).conflicts()).isEmpty();
        assertThat(tree("a").resolve("a.txt")).hasContent("one\n2\n3\n4\n5\n6\n7\n8\nnine\n");
    }

    @Test
    void aHostThatLostItsSessionBringsNothingIn() throws Exception {
        WorkspaceGit a = published("a.txt", "one");
        WorkspaceGit b = open("b", 2);
        host.commitFile(BRANCH, "theirs.txt", "by a person");
        ObjectId checkpoint = host.ref(CHECKPOINT);
        write("a", "a.txt", "late");

        failsAs(FailureType.SESSION_FENCED, () -> a.catchUp(false));
        failsAs(FailureType.SESSION_FENCED, () -> a.publish("Late", true));
        assertThat(host.ref(CHECKPOINT)).isEqualTo(checkpoint);
        assertThat(b.catchUp(false).with()).isNotEmpty();
        assertThat(host.file(CHECKPOINT, "a.txt")).isEqualTo("one");
    }

    @Test
    void anotherHostGoesOnFromWhatWasBroughtIn() throws Exception {
        WorkspaceGit a = published("a.txt", "one");
        host.commitFile(BRANCH, "first.txt", "by a person");
        host.commitFile(BRANCH, "second.txt", "by a person");
        ObjectId theirs = host.ref(BRANCH);
        write("a", "a.txt", "two");
        a.catchUp(false);

        WorkspaceGit b = open("b", 2);
        assertThat(tree("b").resolve("a.txt")).hasContent("two");
        assertThat(tree("b").resolve("second.txt")).hasContent("by a person");
        assertThat(b.publish("Two", true).commit()).isEqualTo(host.ref(BRANCH).name());
        assertThat(host.commit(BRANCH).getParents()).containsExactly(host.commit(theirs));
    }

    @Test
    void aNewHostSeesWhatOthersPushedSinceTheCheckpoint() throws Exception {
        published("a.txt", "one");
        for (int i = 1; i <= 4; i++) {
            host.commitFile(BRANCH, "theirs-" + i + ".txt", "by a person");
        }
        WorkspaceGit b = open("b", 2);
        write("b", "a.txt", "two");
        assertThat(b.publish("Two", true).moved()).isTrue();
        assertThat(b.catchUp(false).conflicts()).isEmpty();
        assertThat(tree("b").resolve("theirs-4.txt")).exists();
        assertThat(tree("b").resolve("a.txt")).hasContent("two");
    }

    @Test
    void losesNothingWhereTheAnswerOfCatchingUpWasLost() throws Exception {
        WorkspaceGit git = published("a.txt", "one");
        host.commitFile(BRANCH, "theirs.txt", "by a person");
        host.fault.set("lose the answer and be gone");
        failsAs(FailureType.UNAVAILABLE, () -> git.catchUp(false));
        host.fault.set("");

        assertThat(git.catchUp(false).conflicts()).isEmpty();
        assertThat(tree("a").resolve("theirs.txt")).hasContent("by a person");
        write("a", "a.txt", "two");
        git.publish("Two", true);
        assertThat(host.file(BRANCH, "theirs.txt")).isEqualTo("by a person");
    }

    @Test
    void fillsTheTreeAfterACrashBetweenCheckpointAndTree() throws Exception {
        WorkspaceGit git = published("a.txt", "one");
        host.commitFile(BRANCH, "theirs.txt", "by a person");
        host.fault.set("lose the answer and be gone");
        failsAs(FailureType.UNAVAILABLE, () -> git.catchUp(false));
        git.close();
        host.fault.set("");

        open("a", 2);
        assertThat(tree("a").resolve("theirs.txt")).hasContent("by a person");
    }

    @Test
    void putsTheChangeOnItsBaseAsItIsByNow() throws Exception {
        WorkspaceGit a = published("a.txt", "one");
        a.dropCheckpoint();
        for (int i = 1; i <= 60; i++) {
            host.commitFile(MAIN, "main.txt", "version " + i);
        }
        ObjectId main = host.ref(MAIN);

        WorkspaceGit b = open("b", 2);
        assertThat(b.catchUp(true).with())
                .isEqualTo("main at " + main.abbreviate(10).name());
        assertThat(tree("b").resolve("main.txt")).hasContent("version 60");
        PublishOutcome pushed = b.publish("One", true);
        assertThat(pushed.files()).as("changed against the new base").isEqualTo(1);
        assertThat(host.commit(BRANCH).getParents()).containsExactly(host.commit(main));
        assertThat(host.everyObjectIsThere(BRANCH)).isTrue();
        assertThat(b.catchUp(true).with()).isEmpty();
    }

    @Test
    void joinsTheBaseWithWhatOthersPushedToTheBranch() throws Exception {
        WorkspaceGit git = published("a.txt", "one");
        host.commitFile(BRANCH, "theirs.txt", "by a person");
        host.commitFile(MAIN, "a.txt", "also on main");
        ObjectId theirs = host.ref(BRANCH);
        ObjectId main = host.ref(MAIN);

        CatchUpOutcome came = git.catchUp(true);
        assertThat(came.conflicts()).extracting(TreeConflict::path).containsExactly("a.txt");
        write("a", "a.txt", "put together");
        git.publish("One", true);
        assertThat(host.commit(BRANCH).getParents()).containsExactly(host.commit(theirs), host.commit(main));
        assertThat(host.file(BRANCH, "theirs.txt")).isEqualTo("by a person");
    }

    @Test
    void takesABranchForItsOwnThatOthersPushedToAfterItsCheckpointWasDropped() throws Exception {
        published("a.txt", "one").dropCheckpoint();
        host.commitFile(BRANCH, "theirs.txt", "by a person");
        ObjectId theirs = host.ref(BRANCH);

        WorkspaceGit b = open("b", 2);
        assertThat(tree("b").resolve("a.txt")).hasContent("one");
        assertThat(tree("b").resolve("theirs.txt")).hasContent("by a person");
        assertThat(b.catchUp(true).with()).isEmpty();
        assertThat(b.publish("One", true).commit())
                .as("there is nothing to add")
                .isEqualTo(theirs.name());
        assertThat(host.ref(BRANCH)).isEqualTo(theirs);
    }

    @Test
    void leavesItToAPersonWhereItsCommitsWereTakenOut() throws Exception {
        WorkspaceGit git = published("a.txt", "one");
        setBack(BRANCH, host.ref(MAIN));
        write("a", "a.txt", "two");
        assertThat(git.publish("Two", true).moved()).isTrue();
        failsAs(FailureType.PUSH_CONFLICT, () -> git.catchUp(false));
        assertThat(host.ref(BRANCH)).isEqualTo(host.ref(MAIN));
    }

    @Test
    void leavesItToAPersonWhereSomebodyElseMadeTheBranch() throws Exception {
        open("setup", 1).dropCheckpoint();
        setBack(BRANCH, host.ref(MAIN));
        host.commitFile(BRANCH, "b.txt", "by a person");
        ObjectId theirs = host.ref(BRANCH);
        WorkspaceGit git = open("a", 2);
        write("a", "a.txt", "one");
        failsAs(FailureType.PUSH_CONFLICT, () -> git.publish("One", true));
        assertThat(host.ref(BRANCH)).isEqualTo(theirs);
    }

    @Test
    void pushesTheBranchAgainThatSomebodyDeleted() throws Exception {
        WorkspaceGit git = published("a.txt", "one");
        RefUpdate deletion = host.repository().updateRef(BRANCH);
        deletion.setForceUpdate(true);
        deletion.delete();
        write("a", "a.txt", "two");
        assertThat(git.publish("Two", true).moved()).isTrue();
        assertThat(git.catchUp(false).with()).isEmpty();
        assertThat(git.publish("Two", true).commit()).isEqualTo(host.ref(BRANCH).name());
    }

    @Test
    void saysWhatEachSideDidWhereThereIsNoTextToMark() throws Exception {
        WorkspaceGit git = open("a", 1);
        write("a", "gone-here.txt", "one");
        write("a", "binary", "\0one");
        write("a", "folder", "a file");
        git.publish("One", true);
        host.commitFile(BRANCH, "gone-here.txt", "changed by a person");
        host.commitFile(BRANCH, "binary", "\0theirs");
        Files.delete(tree("a").resolve("gone-here.txt"));
        write("a", "binary", "\0ours");
        Files.delete(tree("a").resolve("folder"));
        write("a", "folder/inside.txt", "a folder now");
        host.commitFile(BRANCH, "folder", "still a file");

        assertThat(git.catchUp(false).conflicts())
                .extracting(TreeConflict::path)
                .contains("gone-here.txt", "binary", "folder");
        assertThat(tree("a").resolve("gone-here.txt")).hasContent("changed by a person");
        assertThat(tree("a").resolve("binary")).hasContent("\0ours");
        assertThat(tree("a").resolve("folder/inside.txt")).hasContent("a folder now");
    }

    @Test
    void bringsNothingInWhileASecretIsInTheTree() throws Exception {
        WorkspaceGit git = published("a.txt", "one");
        host.commitFile(BRANCH, "theirs.txt", "by a person");
        write("a", "key.txt", "token = \"" + GitHost.TOKEN + "\"\n");
        CatchUpOutcome held = git.catchUp(false);
        assertThat(held.findings()).isNotEmpty();
        assertThat(tree("a").resolve("theirs.txt")).doesNotExist();
        assertThat(host.file(CHECKPOINT, "key.txt")).isEqualTo("(none)");
    }
}
