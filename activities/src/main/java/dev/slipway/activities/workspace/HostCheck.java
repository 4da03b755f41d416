package dev.slipway.activities.workspace;

import dev.slipway.activities.process.ProcessLauncher;
import dev.slipway.activities.process.ProcessOutcome;
import dev.slipway.activities.process.ProcessSpec;
import dev.slipway.activities.scan.ScannedFile;
import dev.slipway.activities.scan.SecretScanner;
import dev.slipway.run.RunKey;
import dev.slipway.settings.ConfigurationException;
import dev.slipway.settings.path.SlipwayHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.transport.RefSpec;

/**
 * Tries once what every project needs of this host before it takes one: a workspace on its disk, a program in it, a
 * commit and a push to a repository beside it. A host that can't do this says so at its start and not in
 * every project; and its first projects don't wait for classes to be loaded.
 */
public final class HostCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String FILE = "check.txt";

    private final SlipwayHome home;
    private final ProcessLauncher launcher;
    private final SecretScanner scanner;
    private final CompletableFuture<Boolean> result;

    private HostCheck(SlipwayHome home, ProcessLauncher launcher, SecretScanner scanner) {
        this.home = home;
        this.launcher = launcher;
        this.scanner = scanner;
        this.result = Deeds.start("slipway-host-check", this::run);
    }

    /** Begins, on a thread of its own. */
    public static HostCheck start(SlipwayHome home, ProcessLauncher launcher, SecretScanner scanner) {
        return new HostCheck(home, launcher, scanner);
    }

    /**
     * Waits for its end.
     *
     * @throws ConfigurationException when this host can't have workspaces, with the reason
     */
    public void await() {
        try {
            result.join();
        } catch (CompletionException e) {
            throw new ConfigurationException(
                    List.of("This host can't work on projects: a try in " + home.workspaces() + " failed: "
                            + e.getCause().getMessage()
                            + ". Look at the folder's disk and rights, and at bubblewrap (slipway check)."));
        }
    }

    private boolean run() throws IOException, GitAPIException, InterruptedException {
        RunKey key = RunKey.of("hostcheck" + ProcessHandle.current().pid());
        WorkspaceFolder folder = new WorkspaceFolder(home.workspaces().resolve(key.value()));
        folder.delete();
        try {
            folder.create();
            tryAll(folder);
        } finally {
            folder.delete();
        }
        return true;
    }

    private void tryAll(WorkspaceFolder folder) throws IOException, GitAPIException, InterruptedException {
        runProgram(folder);
        Path file = folder.tree().resolve(FILE);
        scanner.scan(List.of(new ScannedFile(FILE, Files.size(file), () -> Files.newInputStream(file))));
        Path bare = folder.root().resolve("remote.git");
        Git.init().setBare(true).setDirectory(bare.toFile()).call().close();
        try (Git git = Git.init()
                .setDirectory(folder.tree().toFile())
                .setGitDir(folder.git().toFile())
                .call()) {
            git.add().addFilepattern(FILE).call();
            git.commit()
                    .setAuthor("Slipway", "slipway@localhost")
                    .setCommitter("Slipway", "slipway@localhost")
                    .setMessage("Check of this host")
                    .setNoVerify(true)
                    .setSign(false)
                    .call();
            git.push()
                    .setRemote(bare.toString())
                    .setRefSpecs(new RefSpec("HEAD:refs/heads/check"))
                    .call();
        }
    }

    private void runProgram(WorkspaceFolder folder) throws IOException, InterruptedException {
        ProcessOutcome outcome = launcher.start(
                        new ProcessSpec(
                                List.of("/bin/sh", "-c", "cat > " + FILE),
                                folder.tree(),
                                folder.home(),
                                Map.of("PATH", "/usr/bin:/bin"),
                                List.of(),
                                List.of(),
                                "It works.\n",
                                folder.log("check"),
                                PATIENCE,
                                10_000),
                        line -> {})
                .await();
        if (outcome.exitCode() != 0 || Files.size(folder.tree().resolve(FILE)) == 0) {
            throw new IOException("a program in a workspace ended with exit code " + outcome.exitCode() + ": "
                    + Files.readString(folder.log("check")).strip());
        }
    }
}
