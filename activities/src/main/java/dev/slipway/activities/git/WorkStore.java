package dev.slipway.activities.git;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.BundleWriter;

/**
 * The Git directory of a workspace: bare, outside the working tree, with nothing in it that strangers can write. Its
 * refs remember, through a crash too, how far the remote is known to have followed.
 */
final class WorkStore implements AutoCloseable {
    /** A commit that this store remembers. */
    enum Memory {
        /** The checkpoint on the remote, as last seen there and ours. */
        PUSHED,
        /** The checkpoint that a push was to set; differs from PUSHED where its answer was lost. */
        PENDING,
        /** Where the work started from. */
        BASE,
        /** The head of the change's branch that is in the work: as we pushed it, or as others did and it was brought in. */
        BRANCH,
        /** What the working tree was filled with; absent while it is being filled. */
        TREE,
        /** Work that the secret scan held back. */
        FLAGGED;

        String ref() {
            return "refs/work/" + name().toLowerCase(Locale.ROOT);
        }
    }

    private static final PersonIdent INITIAL = CommitAuthor.SLIPWAY.at(Instant.parse("2026-01-01T00:00:00Z"));

    private final Path gitDir;
    private final Repository repository;

    private WorkStore(Path gitDir, Repository repository) {
        this.gitDir = gitDir;
        this.repository = repository;
    }

    /** Opens the store, or makes it anew where there is none or a broken one. */
    static WorkStore open(Path gitDir) throws IOException {
        BlankSystemReader.install();
        if (Files.isDirectory(gitDir)) {
            removeLocks(gitDir);
            try {
                WorkStore store = load(gitDir);
                if (store.sound()) {
                    return store;
                }
                store.close();
            } catch (IOException broken) {
                // made anew below; what the remote has is fetched again
            }
            TreeCheckout.empty(gitDir);
        }
        Files.createDirectories(gitDir);
        try (Repository fresh = build(gitDir)) {
            fresh.create(true);
            StoredConfig config = fresh.getConfig();
            config.setBoolean("core", null, "logallrefupdates", false);
            config.setString("core", null, "autocrlf", "false");
            config.setString("http", null, "followRedirects", "false");
            config.setInt("gc", null, "auto", 0);
            config.save();
        }
        return load(gitDir);
    }

    private static WorkStore load(Path gitDir) throws IOException {
        Repository repository = build(gitDir);
        if (!repository.getObjectDatabase().exists()) {
            repository.close();
            throw new IOException("no object database");
        }
        return new WorkStore(gitDir, repository);
    }

    private static Repository build(Path gitDir) throws IOException {
        return new FileRepositoryBuilder()
                .setGitDir(gitDir.toFile())
                .setBare()
                .setMustExist(false)
                .build();
    }

    /** A killed process leaves lock files behind; nobody else works in this directory. */
    private static void removeLocks(Path gitDir) throws IOException {
        try (Stream<Path> files = Files.walk(gitDir)) {
            for (Path lock :
                    files.filter(file -> file.toString().endsWith(".lock")).toList()) {
                Files.deleteIfExists(lock);
            }
        }
    }

    private boolean sound() {
        try {
            for (Memory memory : Memory.values()) {
                Optional<ObjectId> id = recall(memory);
                if (id.isPresent()) {
                    treeOf(id.get());
                }
            }
            return true;
        } catch (IOException broken) {
            return false;
        }
    }

    Repository repository() {
        return repository;
    }

    Optional<ObjectId> recall(Memory memory) throws IOException {
        Ref ref = repository.getRefDatabase().exactRef(memory.ref());
        return ref == null ? Optional.empty() : Optional.ofNullable(ref.getObjectId());
    }

    void remember(Memory memory, ObjectId commit) throws IOException {
        RefUpdate update = repository.updateRef(memory.ref());
        update.setNewObjectId(commit);
        check(update.forceUpdate(), memory);
    }

    void forget(Memory memory) throws IOException {
        if (recall(memory).isPresent()) {
            RefUpdate update = repository.updateRef(memory.ref());
            update.setForceUpdate(true);
            check(update.delete(), memory);
        }
    }

    private static void check(RefUpdate.Result result, Memory memory) throws IOException {
        switch (result) {
            case NEW, FORCED, FAST_FORWARD, NO_CHANGE -> {
                // as wanted
            }
            default -> throw new IOException("could not write " + memory.ref() + ": " + result);
        }
    }

    boolean has(ObjectId id) throws IOException {
        return repository.getObjectDatabase().has(id);
    }

    RevCommit commit(ObjectId id) throws IOException {
        try (RevWalk walk = new RevWalk(repository)) {
            RevCommit commit = walk.parseCommit(id);
            walk.parseBody(commit);
            return commit;
        }
    }

    ObjectId treeOf(ObjectId commit) throws IOException {
        ObjectId tree = commit(commit).getTree().getId();
        if (!has(tree)) {
            throw new MissingObjectException(tree, Constants.TYPE_TREE);
        }
        return tree;
    }

    ObjectId write(ObjectId tree, List<ObjectId> parents, PersonIdent author, String message) throws IOException {
        CommitBuilder commit = new CommitBuilder();
        commit.setTreeId(tree);
        commit.setParentIds(parents);
        commit.setAuthor(author);
        commit.setCommitter(author);
        commit.setMessage(message);
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            ObjectId id = inserter.insert(commit);
            inserter.flush();
            return id;
        }
    }

    /**
     * The parents of a checkpoint: whoever fetches it, two commits deep, also has the branch's head that is in it, and its
     * base, which is the last one.
     */
    List<ObjectId> below(ObjectId previous, Optional<ObjectId> branch, ObjectId base) {
        Set<ObjectId> parents = new LinkedHashSet<>();
        parents.add(previous.copy());
        branch.ifPresent(head -> parents.add(head.copy()));
        parents.remove(base.copy());
        parents.add(base.copy());
        return List.copyOf(parents);
    }

    /** Fills the working tree with a checkpoint, and knows what that started from. */
    void restore(Path tree, ObjectId checkpoint) throws IOException {
        fill(tree, checkpoint);
        RevCommit commit = commit(checkpoint);
        remember(Memory.BASE, commit.getParent(commit.getParentCount() - 1));
    }

    /** Fills the working tree; until that is done, it is known to be unfinished. */
    void fill(Path tree, ObjectId commit) throws IOException {
        forget(Memory.TREE);
        TreeCheckout.replace(repository, tree, treeOf(commit));
        remember(Memory.TREE, commit);
    }

    /** The first commit of an empty repository: always the same for the same run and title. */
    ObjectId writeInitial(SessionSpec spec) throws IOException {
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            String title = spec.title().lines().findFirst().orElse("").strip();
            TreeFormatter tree = new TreeFormatter();
            tree.append(
                    "README.md",
                    FileMode.REGULAR_FILE,
                    inserter.insert(Constants.OBJ_BLOB, Constants.encode("# " + title + "\n")));
            ObjectId id = inserter.insert(tree);
            inserter.flush();
            return write(id, List.of(), INITIAL, CheckpointMark.withRun("Initial commit", spec.runKey()));
        }
    }

    /** Where a bundle of held-back work lies: beside the Git directory. */
    Path bundle() {
        return gitDir.resolveSibling("held-back.bundle");
    }

    /** Keeps a commit as a bundle on this host, on top of what the remote has. */
    void keepBundle(ObjectId commit, ObjectId onRemote) throws IOException {
        remember(Memory.FLAGGED, commit);
        Path unfinished = gitDir.resolveSibling("held-back.bundle.part");
        BundleWriter writer = new BundleWriter(repository);
        writer.include("refs/heads/held-back", commit);
        writer.assume(commit(onRemote));
        try (OutputStream out = Files.newOutputStream(unfinished)) {
            writer.writeBundle(NullProgressMonitor.INSTANCE, out);
        }
        Files.move(unfinished, bundle(), StandardCopyOption.REPLACE_EXISTING);
    }

    void dropBundle() throws IOException {
        forget(Memory.FLAGGED);
        Files.deleteIfExists(bundle());
    }

    @Override
    public void close() {
        repository.close();
    }
}
