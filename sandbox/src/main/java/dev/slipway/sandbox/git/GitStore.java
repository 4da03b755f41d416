package dev.slipway.sandbox.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;

/**
 * Bare repositories on disk, one folder each, named by the repository's number so that renaming costs nothing. Opened
 * ones stay open.
 */
public final class GitStore implements AutoCloseable {
    /** The branch that HEAD names in a new repository. */
    public static final String FIRST_BRANCH = "main";

    private static final String CONFIG = """
            [core]
            \trepositoryformatversion = 0
            \tfilemode = true
            \tbare = true
            [gc]
            \tauto = 0
            [receive]
            \tautogc = false
            """;

    private final Path folder;
    private final Map<Long, Repository> open = new ConcurrentHashMap<>();

    public GitStore(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    /** Makes an empty repository; it appears in one step. */
    public void create(long id) {
        Path draft = folder.resolve(id + ".new");
        try {
            deleteTree(draft);
            deleteTree(folderOf(id)); // left by a kill before the journal knew of it
            for (String part : List.of("objects/info", "objects/pack", "refs/heads", "refs/tags")) {
                Files.createDirectories(draft.resolve(part));
            }
            Files.writeString(draft.resolve("config"), CONFIG, UTF_8);
            Files.writeString(draft.resolve("HEAD"), "ref: refs/heads/" + FIRST_BRANCH + "\n", UTF_8);
            Files.move(draft, folderOf(id), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The repository of this number; it belongs to the store, so callers must not close it. */
    public Repository open(long id) {
        return open.computeIfAbsent(id, number -> {
            try {
                return new FileRepository(folderOf(number).toFile());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    public void delete(long id) {
        Repository repository = open.remove(id);
        if (repository != null) {
            repository.close();
        }
        try {
            deleteTree(folderOf(id));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The branch that HEAD names. When that was never pushed but others were, HEAD moves to one of them: that is how
     * the first branch of an empty repository becomes its default, also after a kill between push and move.
     */
    public String defaultBranch(long id) {
        Repository repository = open(id);
        try {
            Ref head = repository.exactRef(Constants.HEAD);
            String named = head == null
                    ? FIRST_BRANCH
                    : Repository.shortenRefName(head.getTarget().getName());
            if (head != null && head.getObjectId() != null) {
                return named;
            }
            Optional<String> first = repository.getRefDatabase().getRefsByPrefix(Constants.R_HEADS).stream()
                    .map(ref -> Repository.shortenRefName(ref.getName()))
                    .min(Comparator.comparing((String name) -> !name.equals(FIRST_BRANCH))
                            .thenComparing(name -> !name.equals("master")));
            first.ifPresent(branch -> setDefaultBranch(id, branch));
            return first.orElse(named);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void setDefaultBranch(long id, String branch) {
        try {
            RefUpdate update = open(id).updateRef(Constants.HEAD);
            update.disableRefLog();
            update.link(Constants.R_HEADS + branch);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The commit, tree or other object that a branch, tag, full ref or object name stands for. */
    public Optional<ObjectId> resolve(long id, String name) {
        try {
            Repository repository = open(id);
            for (String candidate : List.of(Constants.R_HEADS + name, Constants.R_TAGS + name, "refs/" + name, name)) {
                Ref ref = repository.exactRef(candidate);
                if (ref != null && ref.getObjectId() != null) {
                    return Optional.of(peeled(repository, ref));
                }
            }
            return name.matches("[0-9a-f]{4,40}") ? Optional.ofNullable(repository.resolve(name)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The tip of a branch, if the branch exists. */
    public Optional<ObjectId> branchTip(long id, String branch) {
        return ref(id, Constants.R_HEADS + branch).map(Ref::getObjectId);
    }

    /** The ref of exactly this full name. */
    public Optional<Ref> ref(long id, String fullName) {
        try {
            return Optional.ofNullable(open(id).exactRef(fullName));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All refs whose full names begin so, in the order of their names. */
    public List<Ref> refs(long id, String prefix) {
        try {
            return open(id).getRefDatabase().getRefs().stream()
                    .filter(ref ->
                            ref.getName().startsWith(prefix) && !ref.getName().equals(Constants.HEAD))
                    .sorted(Comparator.comparing(Ref::getName))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        open.values().forEach(Repository::close);
        open.clear();
    }

    private Path folderOf(long id) {
        return folder.resolve(id + ".git");
    }

    private static ObjectId peeled(Repository repository, Ref ref) throws IOException {
        ObjectId peeled = repository.getRefDatabase().peel(ref).getPeeledObjectId();
        return peeled == null ? ref.getObjectId() : peeled;
    }

    private static void deleteTree(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
