package dev.slipway.sandbox.world;

import java.util.Optional;

/** GitHub's rules about who may see and change what. */
public final class Access {
    private final World world;

    public Access(World world) {
        this.world = world;
    }

    /** What a request may do in a repository: what its account may do, as far as its token's scopes reach. */
    public Permission of(Caller caller, Repository repository) {
        Permission read = repository.profile().isPrivate() ? Permission.NONE : Permission.READ;
        if (caller.anonymous()) {
            return read;
        }
        if (caller.app()) {
            boolean installed = caller.installation()
                    .filter(repository.owner()::equalsIgnoreCase)
                    .isPresent();
            return installed ? installation(caller, repository, read) : read;
        }
        boolean reaches =
                caller.hasScope("repo") || (!repository.profile().isPrivate() && caller.hasScope("public_repo"));
        return reaches ? of(caller.known().login(), repository) : read;
    }

    /** Which permission a route needs is checked there; this is how far any of them reaches. */
    private static Permission installation(Caller caller, Repository repository, Permission read) {
        Token token = caller.token();
        Grant grant = token == null ? null : token.grant();
        if (grant == null) {
            return Permission.ADMIN;
        }
        if (!grant.reaches(repository)) {
            return read;
        }
        if (grant.allows("administration", "write")) {
            return Permission.ADMIN;
        }
        return grant.permissions().containsValue("write") ? Permission.WRITE : Permission.READ;
    }

    /** What a user may do in a repository, whatever the token. */
    public Permission of(String login, Repository repository) {
        if (repository.owner().equalsIgnoreCase(login)) {
            return Permission.ADMIN;
        }
        Permission granted = repository.profile().isPrivate() ? Permission.NONE : Permission.READ;
        granted = granted.or(repository.collaborators().getOrDefault(login, Permission.NONE));
        Optional<Membership> membership = membership(repository.owner(), login);
        if (membership.isEmpty()) {
            return granted;
        }
        if (membership.get().admin()) {
            return Permission.ADMIN;
        }
        return granted.or(policy(repository.owner()).basePermission());
    }

    public boolean sees(Caller caller, Repository repository) {
        return of(caller, repository).allows(Permission.READ);
    }

    public Optional<Membership> membership(String organization, String login) {
        return world.memberships()
                .all()
                .filter(membership -> membership.organization().equalsIgnoreCase(organization)
                        && membership.login().equalsIgnoreCase(login))
                .findFirst();
    }

    /** Whether an account may create repositories in an organisation. */
    public boolean creates(Caller caller, String organization) {
        if (caller.app()) {
            return caller.installation().filter(organization::equalsIgnoreCase).isPresent()
                    && caller.granted("administration", "write");
        }
        return caller.login()
                .flatMap(login -> membership(organization, login))
                .filter(membership -> membership.admin() || policy(organization).membersCanCreateRepositories())
                .isPresent();
    }

    /** GitHub's {@code author_association}. */
    public String association(String login, Repository repository) {
        if (repository.owner().equalsIgnoreCase(login)) {
            return "OWNER";
        }
        if (membership(repository.owner(), login).isPresent()) {
            return "MEMBER";
        }
        return repository.collaborators().containsKey(login) ? "COLLABORATOR" : "NONE";
    }

    private Account.Policy policy(String organization) {
        return world.account(organization)
                .flatMap(Account::organizationPolicy)
                .orElseThrow(() -> new IllegalStateException(organization + " is no organisation"));
    }
}
