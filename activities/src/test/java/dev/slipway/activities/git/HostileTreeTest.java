package dev.slipway.activities.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.activities.scan.SecretScanner;
import dev.slipway.run.RunKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.TreeFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What lies in a working tree is data from strangers. */
class HostileTreeTest {
    private static final RunKey RUN = new RunKey("k3x9w2mq7a");
    private static final String CHECKPOINT = "refs/slipway/" + RUN;

    @TempDir
    Path folder;

    private GitHost host;
    private WorkspaceGit git;
    private Path tree;

    @BeforeEach
    void open() throws Exception {
        host = new GitHost(folder);
        tree = folder.resolve("ws/tree");
        git = new WorkspaceGit(folder.resolve("ws/git"), tree, host.remote(), new SecretScanner(List.of()));
    }

    @AfterEach
    void close() throws Exception {
        git.close();
        host.close();
    }

    private static SessionSpec spec(long session) {
        return new SessionSpec(
                RUN, session, session, "slipway/" + RUN, "main", "T", false, List.of("node_modules/", "*.log"));
    }

    private void write(String path, String text) throws IOException {
        Path file = tree.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Path trap(String path) throws IOException {
        Path sprung = folder.resolve("sprung");
        write(path, "#!/bin/sh\ntouch " + sprung + "\ncat\n");
        Files.setPosixFilePermissions(tree.resolve(path), PosixFilePermissions.fromString("rwxr-xr-x"));
        return sprung;
    }

    @Test
    void runsNoHookAndNoFilterAndObeysNoConfigurationOfTheTree() throws Exception {
        git.open(spec(1));
        try (GitHost thief = new GitHost(folder.resolve("thief"))) {
            Path sprung = trap(".git/hooks/pre-commit");
            trap(".git/hooks/pre-push");
            trap(".git/hooks/post-commit");
            trap("filter.sh");
            write(
                    ".git/config",
                    "[core]\n\trepositoryformatversion = 0\n\thooksPath = " + tree.resolve(".git/hooks")
                            + "\n[filter \"evil\"]\n\tclean = " + tree.resolve("filter.sh") + "\n\tsmudge = "
                            + tree.resolve("filter.sh") + "\n\trequired = true\n[url \"" + thief.base()
                            + "/\"]\n\tinsteadOf = " + host.base() + "/\n");
            write(".git/HEAD", "ref: refs/heads/evil\n");
            write(".gitattributes", "* filter=evil text eol=crlf\n");
            write("code.txt", "one\r\ntwo\n");

            git.checkpoint("Hostile");
            git.publish("Hostile", true);

            assertThat(sprung).doesNotExist();
            assertThat(thief.requests).isEmpty();
            assertThat(host.file(CHECKPOINT, "code.txt")).isEqualTo("one\r\ntwo\n");
            assertThat(host.file(CHECKPOINT, ".git/config")).isEqualTo("(none)");
            assertThat(host.mode(CHECKPOINT, ".git")).isEqualTo("(none)");
        }
    }

    @Test
    void takesANestedRepositoryAsPlainFiles() throws Exception {
        git.open(spec(1));
        write("lib/dep/.git/HEAD", "ref: refs/heads/main\n");
        write("lib/dep/.git/config", "[core]\n");
        write("lib/dep/src.txt", "plain");
        write("lib/link/.git", "gitdir: /somewhere/else\n");
        write("lib/link/src.txt", "plain too");
        write("shout/.GIT/config", "[core]\n");
        git.checkpoint("Nested");

        assertThat(host.file(CHECKPOINT, "lib/dep/src.txt")).isEqualTo("plain");
        assertThat(host.mode(CHECKPOINT, "lib/dep")).isEqualTo(FileMode.TREE.toString());
        assertThat(host.file(CHECKPOINT, "lib/link/src.txt")).isEqualTo("plain too");
        assertThat(host.mode(CHECKPOINT, "lib/link/.git")).isEqualTo("(none)");
        assertThat(host.mode(CHECKPOINT, "shout")).isEqualTo("(none)");
    }

    @Test
    void followsNoLink() throws Exception {
        git.open(spec(1));
        Path secrets = Files.createDirectories(folder.resolve("outside"));
        Files.writeString(secrets.resolve("id_rsa"), "a key of the machine");
        Files.createSymbolicLink(tree.resolve("keys"), secrets);
        Files.createSymbolicLink(tree.resolve("key"), secrets.resolve("id_rsa"));
        Files.createSymbolicLink(tree.resolve(".gitignore"), secrets.resolve("id_rsa"));
        git.checkpoint("Links");

        assertThat(host.mode(CHECKPOINT, "keys")).isEqualTo(FileMode.SYMLINK.toString());
        assertThat(host.file(CHECKPOINT, "key"))
                .isEqualTo(secrets.resolve("id_rsa").toString());

        // Another host that restores it writes the links, not through them.
        Path other = folder.resolve("b/tree");
        try (WorkspaceGit b =
                new WorkspaceGit(folder.resolve("b/git"), other, host.remote(), new SecretScanner(List.of()))) {
            b.open(spec(2));
        }
        assertThat(Files.isSymbolicLink(other.resolve("keys"))).isTrue();
        assertThat(secrets.resolve("id_rsa")).hasContent("a key of the machine");
    }

    @Test
    void emptiesTheTreeWithoutTouchingWhatLinksPointTo() throws Exception {
        git.open(spec(1));
        Path outside = Files.createDirectories(folder.resolve("outside"));
        Files.writeString(outside.resolve("precious"), "here");
        Files.createSymbolicLink(tree.resolve("link"), outside);
        write("locked/file", "x");
        Files.setPosixFilePermissions(tree.resolve("locked"), PosixFilePermissions.fromString("---------"));
        git.close();
        Files.delete(folder.resolve("ws/git/refs/work/tree"));

        git.open(spec(2));
        assertThat(outside.resolve("precious")).hasContent("here");
        assertThat(tree.resolve("link")).doesNotExist();
        assertThat(tree.resolve("locked")).doesNotExist();
    }

    @Test
    void leavesOutWhatIsIgnoredUnlessItIsTracked() throws Exception {
        git.open(spec(1));
        write("kept.tmp", "tracked before it was ignored");
        write("gen/kept.txt", "tracked");
        git.checkpoint("Before");
        write(".gitignore", "*.tmp\ngen/\n!important.tmp\n");
        write("sub/.gitignore", "local\n");
        write("sub/local", "ignored");
        write("sub/other", "kept");
        write("local", "kept at the root");
        write("new.tmp", "ignored");
        write("important.tmp", "kept");
        write("gen/new.txt", "ignored");
        write("gen/kept.txt", "tracked and changed");
        write("node_modules/dep/index.js", "ignored by the toolchain");
        write("build.log", "ignored by the toolchain");
        git.checkpoint("After");

        assertThat(host.file(CHECKPOINT, "kept.tmp")).isEqualTo("tracked before it was ignored");
        assertThat(host.file(CHECKPOINT, "gen/kept.txt")).isEqualTo("tracked and changed");
        assertThat(host.file(CHECKPOINT, "important.tmp")).isEqualTo("kept");
        assertThat(host.file(CHECKPOINT, "sub/other")).isEqualTo("kept");
        assertThat(host.file(CHECKPOINT, "local")).isEqualTo("kept at the root");
        for (String out : List.of("sub/local", "new.tmp", "gen/new.txt", "node_modules", "build.log")) {
            assertThat(host.mode(CHECKPOINT, out)).as(out).isEqualTo("(none)");
        }
    }

    @Test
    void carriesNamesByTheirBytes() throws Exception {
        git.open(spec(1));
        write("größe/naïve ☃.txt", "snow");
        Files.createSymbolicLink(tree.resolve("zeiger"), Path.of("größe/naïve ☃.txt"));
        byte[] latin = {'c', 'a', 'f', (byte) 0xe9, '.', 't', 'x', 't'};
        Files.writeString(tree.resolve(RawPaths.path(latin)), "not UTF-8");
        git.checkpoint("Names");

        Path other = folder.resolve("b/tree");
        try (WorkspaceGit b =
                new WorkspaceGit(folder.resolve("b/git"), other, host.remote(), new SecretScanner(List.of()))) {
            b.open(spec(2));
        }
        assertThat(other.resolve("größe/naïve ☃.txt")).hasContent("snow");
        assertThat(Files.readSymbolicLink(other.resolve("zeiger"))).isEqualTo(Path.of("größe/naïve ☃.txt"));
        assertThat(other.resolve(RawPaths.path(latin))).hasContent("not UTF-8");
        assertThat(RawPaths.bytes(RawPaths.path(latin))).isEqualTo(latin);
        assertThat(host.file(CHECKPOINT, "größe/naïve ☃.txt")).isEqualTo("snow");
    }

    @Test
    @Timeout(60)
    void isNotHeldUpByAPatternMadeToTakeForEver() throws Exception {
        git.open(spec(1));
        write(".gitignore", "a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b\n");
        write("a".repeat(200), "x");
        assertThat(git.checkpoint("Pattern").changed()).isTrue();
    }

    @Test
    void leavesOutPipesAndGoesOn() throws Exception {
        git.open(spec(1));
        Process made = new ProcessBuilder("mkfifo", tree.resolve("pipe").toString()).start();
        assertThat(made.waitFor()).isZero();
        write("a.txt", "one");
        git.checkpoint("Pipe");
        assertThat(host.mode(CHECKPOINT, "pipe")).isEqualTo("(none)");
        assertThat(host.file(CHECKPOINT, "a.txt")).isEqualTo("one");
    }

    @Test
    void refusesARepositoryWhosePathsLeadOut() throws Exception {
        Path outside = Files.createDirectories(folder.resolve("outside"));
        try (ObjectInserter inserter = host.repository().newObjectInserter()) {
            ObjectId blob = inserter.insert(Constants.OBJ_BLOB, Constants.encode("evil"));
            ObjectId link = inserter.insert(Constants.OBJ_BLOB, Constants.encode(outside.toString()));
            TreeFormatter inner = new TreeFormatter();
            inner.append("planted", FileMode.REGULAR_FILE, blob);
            ObjectId below = inserter.insert(inner);
            TreeFormatter top = new TreeFormatter();
            top.append("d", FileMode.SYMLINK, link);
            top.append("d", FileMode.TREE, below);
            CommitBuilder commit = new CommitBuilder();
            commit.setTreeId(inserter.insert(top));
            commit.setAuthor(CommitAuthor.SLIPWAY.at(WorkspaceGit.now()));
            commit.setCommitter(CommitAuthor.SLIPWAY.at(WorkspaceGit.now()));
            commit.setMessage("evil");
            ObjectId id = inserter.insert(commit);
            inserter.flush();
            RefUpdate update = host.repository().updateRef("refs/heads/main");
            update.setNewObjectId(id);
            update.update();
        }
        assertThatThrownBy(() -> git.open(spec(1))).hasMessageContaining("can't be checked out safely");
        assertThat(outside.resolve("planted")).doesNotExist();
    }

    @Test
    void keepsASubmodulePointerOfTheBase() throws Exception {
        try (ObjectInserter inserter = host.repository().newObjectInserter()) {
            TreeFormatter top = new TreeFormatter();
            top.append("sub", FileMode.GITLINK, ObjectId.fromString("1234567890123456789012345678901234567890"));
            CommitBuilder commit = new CommitBuilder();
            commit.setTreeId(inserter.insert(top));
            commit.setAuthor(CommitAuthor.SLIPWAY.at(WorkspaceGit.now()));
            commit.setCommitter(CommitAuthor.SLIPWAY.at(WorkspaceGit.now()));
            commit.setMessage("with a submodule");
            ObjectId id = inserter.insert(commit);
            inserter.flush();
            RefUpdate update = host.repository().updateRef("refs/heads/main");
            update.setNewObjectId(id);
            update.update();
        }
        git.open(spec(1));
        write("a.txt", "one");
        git.publish("Beside a submodule", true);
        assertThat(host.mode("refs/heads/slipway/" + RUN, "sub")).isEqualTo(FileMode.GITLINK.toString());
    }
}
