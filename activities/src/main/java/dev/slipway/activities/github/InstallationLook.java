package dev.slipway.activities.github;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.account.AnnouncedAccount;
import dev.slipway.account.BlockReason;
import dev.slipway.settings.installation.AccountSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an App's installation can be used for, from GitHub's description of it.
 *
 * @see <a href="https://docs.github.com/en/rest/authentication/permissions-required-for-github-apps">permissions</a>
 */
record InstallationLook(
        String slug, String owner, boolean organization, Map<String, String> permissions, boolean suspended) {
    /** What creating repositories, pushing and opening pull requests takes; the least there is. */
    static final Map<String, String> NEEDED = needed();

    /** Without it, pushes that change workflow files are refused, and only those. */
    static final String WORKFLOWS = "workflows";

    private static Map<String, String> needed() {
        Map<String, String> needed = new LinkedHashMap<>();
        needed.put("administration", "write");
        needed.put("contents", "write");
        needed.put("pull_requests", "write");
        needed.put("metadata", "read");
        return needed;
    }

    static InstallationLook of(JsonNode installation) {
        Map<String, String> permissions = new LinkedHashMap<>();
        installation
                .path("permissions")
                .fields()
                .forEachRemaining(
                        one -> permissions.put(one.getKey(), one.getValue().asText()));
        return new InstallationLook(
                installation.path("app_slug").asText(),
                installation.path("account").path("login").asText(),
                installation.path("target_type").asText().equals("Organization"),
                permissions,
                installation.path("suspended_at").isTextual());
    }

    /** Who shares its limits: this installation alone. */
    String principal() {
        return "app:" + slug + "@" + owner;
    }

    /** Permissions that it lacks, as GitHub names them, {@code workflows} among them. */
    List<String> missing() {
        List<String> missing = new ArrayList<>();
        NEEDED.forEach((permission, level) -> {
            if (!has(permission, level)) {
                missing.add(permission + ": " + level);
            }
        });
        if (!has(WORKFLOWS, "write")) {
            missing.add(WORKFLOWS + ": write");
        }
        return missing;
    }

    private boolean has(String permission, String level) {
        String granted = permissions.get(permission);
        return granted != null && (level.equals("read") || !granted.equals("read"));
    }

    AnnouncedAccount announced(AccountSettings account) {
        String wanted = account.owner() == null ? owner : account.owner();
        String problem = problem(wanted);
        return new AnnouncedAccount(
                account.name(),
                principal(),
                wanted,
                organization ? List.of(owner) : List.of(),
                account.maxProjects(),
                problem == null ? null : suspended ? BlockReason.SUSPENDED : BlockReason.FORBIDDEN,
                problem);
    }

    private @Nullable String problem(String wanted) {
        if (suspended) {
            return "The App's installation in " + owner + " is suspended. Unsuspend it in the organisation's settings.";
        }
        if (!organization) {
            return "The App is installed for the user " + owner
                    + ", and Apps create repositories only in organisations."
                    + " Install it in an organisation, or give the account a token.";
        }
        if (!wanted.equalsIgnoreCase(owner)) {
            return "The App is installed in " + owner + ", not in " + wanted + ". Set the account's owner to " + owner
                    + ", or its installation to the one in " + wanted + ".";
        }
        List<String> lacks = missing().stream()
                .filter(permission -> !permission.startsWith(WORKFLOWS))
                .toList();
        return lacks.isEmpty()
                ? null
                : "The App's installation in " + owner + " lacks " + String.join(", ", lacks)
                        + ". Grant it in the App's settings, and accept it in the organisation's.";
    }
}
