package dev.slipway.activities.github;

import dev.slipway.account.AnnouncedAccount;
import dev.slipway.account.BlockReason;
import dev.slipway.failure.FailureType;
import dev.slipway.failure.RateLimited;
import dev.slipway.settings.installation.AccountCredential;
import dev.slipway.settings.installation.AccountSettings;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kohsuke.github.GHException;
import org.kohsuke.github.GHMembership;
import org.kohsuke.github.GHMyself;
import org.kohsuke.github.GHRepository;
import org.kohsuke.github.GitHub;

/** Asks GitHub who an account is, and where it can create repositories. */
public final class AccountInspector {
    private static final String INSTALLATION_TOKEN = "ghs_";

    private final GitHubClients clients;

    public AccountInspector(GitHubClients clients) {
        this.clients = clients;
    }

    /**
     * The account as a worker announces it. One that can't be used comes back blocked, with the problem in words.
     *
     * @throws ApplicationFailure {@code UNAVAILABLE} where GitHub can't be reached, {@code NOT_CONFIGURED} where this
     *     machine does not have the token
     */
    public AnnouncedAccount inspect(AccountSettings account) {
        return look(account).account();
    }

    /** The same, with what it lacks. */
    public Inspection look(AccountSettings account) {
        String kind = account.credential() instanceof AccountCredential.App ? "app" : "token";
        try {
            Inspection found = asked(account, kind);
            clients.principals().learnt(account.name(), found.account().login());
            return found;
        } catch (IOException | GHException failed) {
            ApplicationFailure trouble =
                    GitHubTrouble.of("Asking GitHub about account '" + account.name() + "'", failed);
            return new Inspection(blocked(account, trouble), kind, List.of());
        } catch (ApplicationFailure limited) {
            return new Inspection(blocked(account, limited), kind, List.of());
        }
    }

    private Inspection asked(AccountSettings account, String kind) throws IOException {
        TokenSource tokens = clients.tokens(account);
        if (tokens instanceof InstallationTokens installation) {
            InstallationLook look = InstallationLook.of(installation.installation());
            AnnouncedAccount announced = look.announced(account);
            if (announced.blocked() == null) {
                tokens.token(); // what the App may have, it can also get
            }
            return new Inspection(announced, kind, look.missing());
        }
        GitHub github = clients.client(account);
        if (tokens.token().reveal().startsWith(INSTALLATION_TOKEN)) {
            return new Inspection(installation(account, github), kind, List.of());
        }
        Scopes scopes = new Scopes();
        AnnouncedAccount announced = user(account, github, scopes);
        return new Inspection(announced, kind, scopes.missing());
    }

    /** What a classic token may do; of a fine-grained one GitHub says nothing. */
    private static final class Scopes {
        private static final List<String> WANTED = List.of("repo", "read:org", "workflow");
        private @Nullable Set<String> has;

        List<String> missing() {
            Set<String> known = has;
            return known == null
                    ? List.of()
                    : WANTED.stream()
                            .filter(scope -> !known.contains(scope)
                                    && !(scope.equals("read:org")
                                            && (known.contains("admin:org") || known.contains("write:org"))))
                            .toList();
        }
    }

    private static AnnouncedAccount blocked(AccountSettings account, ApplicationFailure trouble) {
        BlockReason reason = switch (FailureType.valueOf(trouble.getType())) {
            case ACCOUNT_UNAUTHORIZED -> BlockReason.UNAUTHORIZED;
            case ACCOUNT_SUSPENDED -> BlockReason.SUSPENDED;
            case ACCOUNT_RATE_LIMITED -> BlockReason.RATE_LIMITED;
            case ACCOUNT_FORBIDDEN, REQUEST_REFUSED -> BlockReason.FORBIDDEN;
            default -> throw trouble;
        };
        String owner = account.owner() == null ? "" : account.owner();
        Instant until = reason == BlockReason.RATE_LIMITED
                ? trouble.getDetails().get(RateLimited.class).until()
                : null;
        return new AnnouncedAccount(
                account.name(),
                "",
                owner,
                List.of(),
                account.maxProjects(),
                reason,
                trouble.getOriginalMessage(),
                until);
    }

    private AnnouncedAccount user(AccountSettings account, GitHub github, Scopes found) throws IOException {
        String login;
        String scopes;
        GHMyself myself;
        try (RequestTally tally = RequestTally.open()) {
            myself = github.getMyself();
            login = myself.getLogin();
            scopes = tally.header("X-OAuth-Scopes");
        }
        found.has = scopes == null ? null : scopesOf(scopes);
        String owner = account.owner() == null ? login : account.owner();
        Set<String> owners = new LinkedHashSet<>(List.of(login));
        if (scopes != null && !scopesOf(scopes).contains("repo")) {
            return announced(
                    account,
                    login,
                    owner,
                    owners,
                    BlockReason.FORBIDDEN,
                    "The token of " + login + " lacks the scope repo (it has: " + (scopes.isBlank() ? "none" : scopes)
                            + "). Make a classic token with repo, read:org and workflow, or a fine-grained one with read"
                            + " and write access to administration, contents and pull requests.");
        }
        organizations(clients.connector(account), myself, owner, owners);
        boolean able = owners.stream().anyMatch(owner::equalsIgnoreCase);
        return announced(
                account,
                login,
                owner,
                owners,
                able ? null : BlockReason.FORBIDDEN,
                able
                        ? null
                        : login + " can't create repositories in " + owner
                                + ". Make it a member that may, or set the account's owner to one of " + owners + ".");
    }

    /** Adds the organisations in which the user may create repositories. */
    private static void organizations(AccountConnector connector, GHMyself myself, String owner, Set<String> owners)
            throws IOException {
        boolean listed = true;
        try {
            for (GHMembership membership : myself.listOrgMemberships(GHMembership.State.ACTIVE)) {
                String organization = membership.getOrganization().getLogin();
                if (membership.getRole() == GHMembership.Role.ADMIN || membersCreate(connector, organization)) {
                    owners.add(organization);
                }
            }
        } catch (IOException | GHException hidden) {
            if (Refusal.in(hidden).filter(refusal -> isHidden(refusal)).isEmpty()) {
                throw hidden;
            }
            listed = false;
        }
        // A fine-grained token, or one without read:org, can't list them; its owner is then taken at its word.
        if (!listed && !owner.equalsIgnoreCase(myself.getLogin())) {
            owners.add(owner);
        }
    }

    private static boolean isHidden(Refusal refusal) {
        return (refusal.status() == 403 || refusal.status() == 404)
                && GitHubTrouble.limit(refusal).isEmpty();
    }

    private static boolean membersCreate(AccountConnector connector, String organization) throws IOException {
        // Absent where the token may not read it: then GitHub will say so when a repository is created.
        return connector
                .read("/orgs/" + organization)
                .path("members_can_create_repositories")
                .asBoolean(true);
    }

    /** A token of an installation, put into the file by hand, has no user; it is asked what it is installed on. */
    private static AnnouncedAccount installation(AccountSettings account, GitHub github) throws IOException {
        String owner = account.owner();
        for (GHRepository first : github.getInstallation().listRepositories().withPageSize(1)) {
            if (owner == null) {
                owner = first.getOwnerName();
            }
            break;
        }
        if (owner == null) {
            return announced(
                    account,
                    "app",
                    "",
                    Set.of(),
                    BlockReason.FORBIDDEN,
                    "The App's installation has no repository yet, so its organisation is unknown: set the account's owner.");
        }
        return announced(account, "app:" + owner, owner, Set.of(owner), null, null);
    }

    private static Set<String> scopesOf(String header) {
        Set<String> scopes = new LinkedHashSet<>();
        Arrays.stream(header.split(",", -1))
                .map(scope -> scope.strip().toLowerCase(Locale.ROOT))
                .forEach(scopes::add);
        return scopes;
    }

    private static AnnouncedAccount announced(
            AccountSettings account,
            String login,
            String owner,
            Set<String> owners,
            @Nullable BlockReason blocked,
            @Nullable String problem) {
        return new AnnouncedAccount(
                account.name(), login, owner, List.copyOf(owners), account.maxProjects(), blocked, problem);
    }
}
