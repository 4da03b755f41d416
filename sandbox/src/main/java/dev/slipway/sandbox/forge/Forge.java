package dev.slipway.sandbox.forge;

import dev.slipway.sandbox.git.GitStore;
import dev.slipway.sandbox.git.History;
import dev.slipway.sandbox.world.Access;
import dev.slipway.sandbox.world.Account;
import dev.slipway.sandbox.world.Repository;
import dev.slipway.sandbox.world.World;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;

/** The world and the Git repositories, which change together. */
public final class Forge {
    private final World world;
    private final GitStore git;
    private final Access access;
    private final Repositories repositories;
    private final Branches branches;
    private final Pulls pulls;
    private final Protections protections;

    public Forge(World world, GitStore git) {
        this.world = world;
        this.git = git;
        this.access = new Access(world);
        this.repositories = new Repositories(this);
        this.branches = new Branches(this);
        this.pulls = new Pulls(this);
        this.protections = new Protections(this);
        this.pulls.finishInterruptedMerges();
    }

    public World world() {
        return world;
    }

    public GitStore git() {
        return git;
    }

    public Access access() {
        return access;
    }

    public Repositories repositories() {
        return repositories;
    }

    public Branches branches() {
        return branches;
    }

    public Pulls pulls() {
        return pulls;
    }

    public Protections protections() {
        return protections;
    }

    public org.eclipse.jgit.lib.Repository objects(Repository repository) {
        return git.open(repository.id());
    }

    public History history(Repository repository) {
        return new History(objects(repository));
    }

    /** The commit that a name stands for, or GitHub's refusal when there is none. */
    public ObjectId resolve(Repository repository, String name) {
        return git.resolve(repository.id(), name)
                .filter(id -> history(repository).commit(id).isPresent())
                .orElseThrow(() -> Refusal.unprocessable("No commit found for SHA: " + name));
    }

    /** How an account signs the commits that it makes through the API. */
    public PersonIdent signature(Account account) {
        return new PersonIdent(account.name(), account.noReplyAddress(), world.now(), java.time.ZoneOffset.UTC);
    }
}
