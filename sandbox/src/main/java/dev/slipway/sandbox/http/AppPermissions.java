package dev.slipway.sandbox.http;

import java.util.List;
import java.util.Optional;

/**
 * Which permission an App's installation needs for a route that changes something.
 *
 * @see <a href="https://docs.github.com/en/rest/authentication/permissions-required-for-github-apps">GitHub's list</a>
 */
final class AppPermissions {
    private static final List<Rule> RULES = List.of(
            new Rule("/orgs/{org}/repos", "administration"),
            new Rule("/repos/{owner}/{repo}/topics", "administration"),
            new Rule("/repos/{owner}/{repo}/collaborators", "administration"),
            new Rule("/repos/{owner}/{repo}/branches/{branch}/protection", "administration"),
            new Rule("/repos/{owner}/{repo}/invitations", "administration"),
            new Rule("/repos/{owner}/{repo}/pulls/{pull_number}/merge", "contents"),
            new Rule("/repos/{owner}/{repo}/pulls", "pull_requests"),
            new Rule("/repos/{owner}/{repo}/issues", "issues"),
            new Rule("/repos/{owner}/{repo}/labels", "issues"),
            new Rule("/repos/{owner}/{repo}/milestones", "issues"),
            new Rule("/repos/{owner}/{repo}/statuses", "statuses"),
            new Rule("/repos/{owner}/{repo}/check-", "checks"),
            new Rule("/repos/{owner}/{repo}/commits/{commit_sha}/comments", "contents"),
            new Rule("/repos/{owner}/{repo}/", "contents"),
            new Rule("/repos/{owner}/{repo}", "administration"));

    private record Rule(String prefix, String permission) {}

    private AppPermissions() {}

    /** The permission that has to be there for writing; empty where none has to. */
    static Optional<String> toWrite(Route route) {
        if (route.method().equals("GET")) {
            return Optional.empty();
        }
        return RULES.stream()
                .filter(rule -> route.template().startsWith(rule.prefix()))
                .map(Rule::permission)
                .findFirst();
    }
}
