package dev.slipway.account;

import dev.slipway.pool.PoolEvents;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Whose accounts the pool has; accounts of one user share it. */
final class GitHubUsers {
    private final Map<String, GitHubUser> users = new TreeMap<>();

    GitHubUsers(List<CarriedPool.CarriedUser> before) {
        before.forEach(user -> users.put(user.login(), GitHubUser.of(user)));
    }

    List<CarriedPool.CarriedUser> carry() {
        return users.values().stream().map(GitHubUser::carry).toList();
    }

    GitHubUser named(String login) {
        return users.computeIfAbsent(login, GitHubUser::new);
    }

    /** Who is behind an account; one of which GitHub has not told that yet is on its own. */
    GitHubUser behind(AnnouncedAccount account) {
        return named(account.login().isEmpty() ? "account " + account.account() : account.login());
    }

    /** A clock that was ahead and was set back must keep nobody out for as long as it was ahead. */
    void mendTimes(PoolEvents events, Instant now) {
        users.forEach((login, user) -> {
            if (user.dropsWhatIsTooFarAhead(now)) {
                events.add(
                        now, "CLOCK", "user/" + login, null, "the clock went back; what was reserved ahead is dropped");
            }
        });
    }
}
