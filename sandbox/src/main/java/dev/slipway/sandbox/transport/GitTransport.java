package dev.slipway.sandbox.transport;

import dev.slipway.sandbox.forge.Forge;
import dev.slipway.sandbox.git.RefChange;
import dev.slipway.sandbox.http.Credentials;
import dev.slipway.sandbox.http.RequestFacts;
import dev.slipway.sandbox.world.Caller;
import dev.slipway.sandbox.world.Repository;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collection;
import java.util.List;
import org.eclipse.jgit.errors.RepositoryNotFoundException;
import org.eclipse.jgit.http.server.GitFilter;
import org.eclipse.jgit.http.server.resolver.AsIsFileService;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.eclipse.jgit.transport.ReceivePack;

/** JGit's HTTP server on the sandbox's repositories. */
public final class GitTransport {
    private static final String PULLS = "refs/pull/";

    private final Forge forge;

    private GitTransport(Forge forge) {
        this.forge = forge;
    }

    /** The filters to put in front of everything, in this order; what is no Git request passes through. */
    public static List<Filter> filters(Forge forge, Credentials credentials) {
        GitTransport transport = new GitTransport(forge);
        GitFilter git = new GitFilter();
        git.setRepositoryResolver((request, name) -> transport.resolve(request, name));
        git.setReceivePackFactory((request, objects) -> transport.receive(request, objects));
        git.setAsIsFileService(AsIsFileService.DISABLED);
        return List.of(new GitAccessFilter(forge, credentials), git);
    }

    private org.eclipse.jgit.lib.Repository resolve(HttpServletRequest request, String name)
            throws RepositoryNotFoundException {
        if (!(request.getAttribute(GitAccessFilter.REPOSITORY) instanceof Repository repository)) {
            throw new RepositoryNotFoundException(name);
        }
        org.eclipse.jgit.lib.Repository objects = forge.objects(repository);
        objects.incrementOpen(); // the filter closes what it was given
        return objects;
    }

    private ReceivePack receive(HttpServletRequest request, org.eclipse.jgit.lib.Repository objects) {
        Repository repository = (Repository) request.getAttribute(GitAccessFilter.REPOSITORY);
        Caller caller = RequestFacts.of(request).caller();
        String actor = caller.known().login();
        ReceivePack receiver = new ReceivePack(objects) {
            @Override
            protected void executeCommands() {
                super.executeCommands();
                // A post-receive hook would run after the client was told, who might ask before it is done.
                moved(repository, getAllCommands(), actor);
            }
        };
        receiver.setAtomic(false); // only where the client asks for it
        receiver.setPreReceiveHook(
                (pack, commands) -> commands.forEach(command -> refuseForbidden(repository, command, caller, objects)));
        return receiver;
    }

    private void refuseForbidden(
            Repository repository, ReceiveCommand command, Caller caller, org.eclipse.jgit.lib.Repository objects) {
        String ref = command.getRefName();
        if (ref.startsWith(PULLS)) {
            command.setResult(ReceiveCommand.Result.REJECTED_OTHER_REASON, "deny updating a hidden ref");
        } else if (command.getType() == ReceiveCommand.Type.DELETE
                && forge.branches().isDefault(repository, ref)) {
            command.setResult(
                    ReceiveCommand.Result.REJECTED_OTHER_REASON, "refusing to delete the current branch: " + ref);
        } else if (ref.startsWith(Constants.R_HEADS + "refs/")) {
            command.setResult(ReceiveCommand.Result.REJECTED_OTHER_REASON, "funny refname");
        } else {
            WorkflowFiles.refusal(objects, command, caller)
                    .ifPresent(message -> command.setResult(ReceiveCommand.Result.REJECTED_OTHER_REASON, message));
        }
    }

    private void moved(Repository repository, Collection<ReceiveCommand> commands, String actor) {
        List<RefChange> changes = commands.stream()
                .filter(command -> command.getResult() == ReceiveCommand.Result.OK)
                .map(RefChange::of)
                .toList();
        if (!changes.isEmpty()) {
            forge.branches().moved(repository, changes, actor);
        }
    }
}
