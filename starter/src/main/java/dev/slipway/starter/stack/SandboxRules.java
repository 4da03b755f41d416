package dev.slipway.starter.stack;

import java.util.List;

/**
 * What a sandbox on new data begins with.
 *
 * @param users so many GitHub users, with a token each
 * @param writesAMinute content-creating requests that it takes of each user; 0 for no limit
 * @param writesAnHour the same of an hour
 */
public record SandboxRules(int users, int writesAMinute, int writesAnHour) {
    /** Without secondary limits on writes. */
    public static SandboxRules unlimited(int users) {
        return new SandboxRules(users, 0, 0);
    }

    /**
     * With the limits that GitHub documents.
     *
     * @see <a href="https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits">secondary rate limits</a>
     */
    public static SandboxRules asGitHub(int users) {
        return new SandboxRules(users, 80, 500);
    }

    List<String> flags() {
        return List.of(
                "--users", Integer.toString(users),
                "--writes-a-minute", Integer.toString(writesAMinute),
                "--writes-an-hour", Integer.toString(writesAnHour));
    }
}
