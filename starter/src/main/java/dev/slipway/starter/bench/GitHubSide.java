package dev.slipway.starter.bench;

import dev.slipway.project.ProjectSpec;
import dev.slipway.starter.stack.SandboxRules;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sandbox, its accounts, and where projects go.
 *
 * @param accounts names of the accounts, one for each of its first users; empty: all users
 * @param owner where all repositories go; null: to the account that is leased
 */
record GitHubSide(
        SandboxRules rules, List<String> accounts, @Nullable String owner) {
    /** All of the sandbox's users, which takes any number of writes of them. */
    static final GitHubSide ANYTHING = new GitHubSide(SandboxRules.unlimited(10), List.of(), null);

    GitHubSide {
        accounts = List.copyOf(accounts);
    }

    /** Where these projects go. */
    List<ProjectSpec> place(List<ProjectSpec> projects) {
        return owner == null
                ? projects
                : projects.stream().map(project -> project.at(owner)).toList();
    }
}
