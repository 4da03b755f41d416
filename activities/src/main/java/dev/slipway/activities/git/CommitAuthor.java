package dev.slipway.activities.git;

import java.time.Instant;
import java.time.ZoneOffset;
import org.eclipse.jgit.lib.PersonIdent;

/**
 * In whose name commits are made.
 */
public record CommitAuthor(String name, String email) {
    /** Where no account is known, and for the initial commit, which must not depend on the account. */
    public static final CommitAuthor SLIPWAY = new CommitAuthor("Slipway", "noreply@slipway.dev");

    /** The GitHub user of that login, by the address under which GitHub attributes commits to it. An App ({@code app:…}) commits as Slipway. */
    public static CommitAuthor of(String login) {
        return login.isEmpty() || login.startsWith("app:")
                ? SLIPWAY
                : new CommitAuthor(login, login + "@users.noreply.github.com");
    }

    PersonIdent at(Instant when) {
        return new PersonIdent(name, email, when, ZoneOffset.UTC);
    }
}
