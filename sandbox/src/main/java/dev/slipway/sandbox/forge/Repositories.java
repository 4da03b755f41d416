package dev.slipway.sandbox.forge;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.sandbox.git.CommitMaker;
import dev.slipway.sandbox.git.GitStore;
import dev.slipway.sandbox.git.RefChange;
import dev.slipway.sandbox.world.Account;
import dev.slipway.sandbox.world.Entity;
import dev.slipway.sandbox.world.Label;
import dev.slipway.sandbox.world.Permission;
import dev.slipway.sandbox.world.ProjectMarker;
import dev.slipway.sandbox.world.Repository;
import dev.slipway.sandbox.world.Table;
import dev.slipway.sandbox.world.Transaction;
import dev.slipway.sandbox.world.World;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;

/** Creating, renaming and deleting repositories. */
public final class Repositories {
    private static final List<Preset> PRESETS = List.of(
            new Preset("bug", "d73a4a", "Something isn't working"),
            new Preset("documentation", "0075ca", "Improvements or additions to documentation"),
            new Preset("duplicate", "cfd3d7", "This issue or pull request already exists"),
            new Preset("enhancement", "a2eeef", "New feature or request"),
            new Preset("good first issue", "7057ff", "Good for newcomers"),
            new Preset("help wanted", "008672", "Extra attention is needed"),
            new Preset("invalid", "e4e669", "This doesn't seem right"),
            new Preset("question", "d876e3", "Further information is requested"),
            new Preset("wontfix", "ffffff", "This will not be worked on"));

    private final Forge forge;
    private final World world;

    private record Preset(String name, String color, String description) {}

    /** What a repository should be like when it is created. */
    public record Wish(
            Account owner,
            String name,
            Repository.Profile profile,
            Repository.Features features,
            Repository.MergeRules mergeRules,
            boolean withReadme) {}

    Repositories(Forge forge) {
        this.forge = forge;
        this.world = forge.world();
    }

    /**
     * Creates a repository; two that want the same name at once get one winner.
     *
     * @throws Refusal when the name is not allowed or taken
     */
    public Repository create(Wish wish, Account creator) {
        String name = RepositoryName.clean(wish.name());
        return world.write(tx -> {
            refuseTaken(wish.owner().login(), name);
            long id = tx.newId();
            forge.git().create(id);
            if (wish.withReadme()) {
                writeReadme(id, name, wish, creator);
            }
            Map<String, Permission> collaborators = wish.owner().isOrganization() && creator.kind() == Account.Kind.USER
                    ? Map.of(creator.login(), Permission.ADMIN)
                    : Map.of();
            for (Preset preset : PRESETS) {
                tx.put(new Label(tx.newId(), id, preset.name(), preset.color(), preset.description(), true));
            }
            return tx.put(new Repository(
                    id,
                    wish.owner().login(),
                    name,
                    wish.profile(),
                    wish.features(),
                    wish.mergeRules(),
                    collaborators,
                    List.of(),
                    ProjectMarker.of(wish.profile().description()).orElse(null),
                    false,
                    new Repository.Times(tx.now(), tx.now(), tx.now())));
        });
    }

    /** Gives another name; the old one leads to the new until somebody takes it. */
    public Repository rename(Repository repository, String wanted) {
        String name = RepositoryName.clean(wanted);
        if (name.equals(repository.name())) {
            return repository;
        }
        return world.write(tx -> {
            if (!name.equalsIgnoreCase(repository.name())) {
                refuseTaken(repository.owner(), name);
            }
            return tx.put(current(repository).renamed(name, tx.now()));
        });
    }

    /** Deletes a repository and all that is in it; that it and its pull requests existed stays known. */
    public void delete(Repository repository) {
        world.write(tx -> {
            tx.put(current(repository).asDeleted(tx.now()));
            removeAll(tx, world.issues(), repository);
            removeAll(tx, world.comments(), repository);
            removeAll(tx, world.labels(), repository);
            removeAll(tx, world.statuses(), repository);
            removeAll(tx, world.checkRuns(), repository);
            removeAll(tx, world.invitations(), repository);
            return null;
        });
        forge.git().delete(repository.id());
    }

    /** The repository as it is now; refuses when it was deleted meanwhile. */
    public Repository current(Repository repository) {
        return world.repositories()
                .find(repository.id())
                .filter(found -> !found.deleted())
                .orElseThrow(Refusal::notFound);
    }

    private void refuseTaken(String owner, String name) {
        if (world.repository(owner, name).isPresent()) {
            throw RepositoryName.refused("name already exists on this account");
        }
    }

    private void writeReadme(long id, String name, Wish wish, Account creator) {
        String description = wish.profile().description();
        String text = "# " + name + (description == null ? "" : "\n" + description);
        PersonIdent author = forge.signature(creator);
        ObjectId commit = CommitMaker.commitFile(
                forge.git().open(id),
                null,
                "README.md",
                text.getBytes(UTF_8),
                new CommitMaker.Words(author, author, "Initial commit"));
        new RefChange("refs/heads/" + GitStore.FIRST_BRANCH, ObjectId.zeroId(), commit)
                .apply(forge.git().open(id));
    }

    private static void removeAll(Transaction tx, Table<? extends Entity> table, Repository repository) {
        table.within(repository.id()).forEach(tx::remove);
    }
}
