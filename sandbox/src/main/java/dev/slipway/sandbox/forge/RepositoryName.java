package dev.slipway.sandbox.forge;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** GitHub's rules for repository names. */
public final class RepositoryName {
    private static final int LONGEST = 100;
    private static final Pattern FOREIGN = Pattern.compile("[^A-Za-z0-9._-]+");
    private static final Set<String> RESERVED = Set.of(".", "..");

    private RepositoryName() {}

    /** The name that GitHub would give: it puts a dash for what it does not allow, and refuses some names. */
    public static String clean(String wanted) {
        String name = FOREIGN.matcher(wanted.strip()).replaceAll("-");
        if (name.isEmpty()) {
            throw refused("name is too short (minimum is 1 character)");
        }
        if (name.length() > LONGEST) {
            throw refused("name is too long (maximum is 100 characters)");
        }
        String lower = name.toLowerCase(Locale.ROOT);
        if (RESERVED.contains(name) || lower.endsWith(".git") || lower.endsWith(".wiki")) {
            throw refused("name is reserved");
        }
        return name;
    }

    static Refusal refused(String reason) {
        return Refusal.validation("Repository creation failed.", Refusal.custom("Repository", "name", reason));
    }
}
