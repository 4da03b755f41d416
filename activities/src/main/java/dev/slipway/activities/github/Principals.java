package dev.slipway.activities.github;

import dev.slipway.account.AccountName;
import dev.slipway.account.AccountTrouble;
import dev.slipway.account.AllowanceReport;
import dev.slipway.account.BlockReason;
import dev.slipway.activities.failure.NamedTimes;
import dev.slipway.failure.RateLimited;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this worker knows of those behind its accounts: who they are, how much of their limits is left, and until when they
 * are parked. Tokens of one user share all of it. What changes is reported to the pool.
 */
public final class Principals {
    /** GitHub allows 100 over all workers. */
    private static final int AT_ONCE = 90;
    /** A worker hears of another one a little later: so many may have come before the first knows of it. */
    private static final int FEWEST_HOSTS = 3;

    private static final Logger log = LoggerFactory.getLogger(Principals.class);
    private static final Duration NEGLIGIBLE = Duration.ofSeconds(5);
    private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(20);
    /** Where GitHub names no time; the pool's own wait is at least as long. */
    private static final Duration UNNAMED = Duration.ofSeconds(60);
    /** Of the limit: what is left is told at once when it falls below. */
    private static final List<Integer> PER_CENT = List.of(50, 25, 10, 5, 2);

    private final InstantSource clock;
    private final PoolReports reports;
    private final Map<AccountName, String> logins = new ConcurrentHashMap<>();
    private final Map<String, Parked> parked = new ConcurrentHashMap<>();
    private final Map<String, Semaphore> requests = new ConcurrentHashMap<>();
    private final Map<String, Told> told = new ConcurrentHashMap<>();
    private volatile int hosts = FEWEST_HOSTS;

    /** @param since when it began: a clock that was set back since then must not make it longer */
    private record Parked(Instant since, Instant until) {
        Parked later(Parked other) {
            return until.isAfter(other.until) ? this : other;
        }
    }

    private record Told(AllowanceReport report, Instant at) {}

    /** @param reports told what the answers say */
    public Principals(InstantSource clock, PoolReports reports) {
        this.clock = clock;
        this.reports = reports;
    }

    /** So many workers share what a principal may ask at once. */
    public void sharedBy(int workers) {
        hosts = Math.max(FEWEST_HOSTS, workers);
    }

    void learnt(AccountName account, String login) {
        if (!login.isEmpty()) {
            logins.put(account, login);
        }
    }

    /** Who is behind an account; the account itself until GitHub was asked. */
    String of(AccountName account) {
        return logins.getOrDefault(account, "account " + account);
    }

    /** Until when nothing may be asked, where a limit was met. */
    Optional<Instant> parkedUntil(AccountName account) {
        Instant now = clock.instant();
        Parked found = parked.computeIfPresent(of(account), (principal, known) -> {
            if (known.since().isAfter(now.plus(NEGLIGIBLE))) {
                log.warn(
                        "the clock went back by {}; {} stays parked for as long as it was to be",
                        Duration.between(now, known.since()),
                        principal);
                return new Parked(now, now.plus(Duration.between(known.since(), known.until())));
            }
            return known;
        });
        return found != null && now.isBefore(found.until()) ? Optional.of(found.until()) : Optional.empty();
    }

    private void park(String principal, Instant until) {
        parked.merge(principal, new Parked(clock.instant(), until), Parked::later);
    }

    /** Waits while this worker's share of requests at a time is under way. */
    Turn turn(AccountName account) throws IOException {
        String principal = of(account);
        int share = Math.max(1, AT_ONCE / hosts);
        Semaphore free = requests.computeIfAbsent(principal + "/" + share, unused -> new Semaphore(share, true));
        try {
            free.acquire();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new Unanswered("waiting for a turn", stopping);
        }
        return free::release;
    }

    /** One request's place among those at a time. */
    interface Turn extends AutoCloseable {
        @Override
        void close();
    }

    void answered(AccountName account, Map<String, List<String>> headers) {
        Map<String, List<String>> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, values) -> {
            if (name != null) {
                anyCase.put(name, values);
            }
        });
        Optional<Long> limit = number(anyCase, "X-RateLimit-Limit");
        Optional<Long> remaining = number(anyCase, "X-RateLimit-Remaining");
        Instant now = clock.instant();
        Optional<Duration> left = NamedTimes.untilReset(
                        first(anyCase, "X-RateLimit-Reset"), first(anyCase, "Date"), now)
                .filter(time -> !time.isNegative() && time.compareTo(NamedTimes.FURTHEST) <= 0);
        String principal = logins.get(account);
        if (principal == null || limit.isEmpty() || remaining.isEmpty() || left.isEmpty() || limit.get() <= 0) {
            return;
        }
        List<String> resource = anyCase.getOrDefault("X-RateLimit-Resource", List.of("core"));
        AllowanceReport report = new AllowanceReport(
                principal,
                resource.get(0),
                (int) Math.min(Integer.MAX_VALUE, limit.get()),
                (int) Math.min(Integer.MAX_VALUE, Math.max(0, remaining.get())),
                now.plus(left.get()));
        if (report.remaining() == 0 && report.resource().equals("core")) {
            // What is asked until the reset would be refused: it is not sent.
            park(principal, report.reset());
        }
        String key = principal + "/" + report.resource();
        Told before = told.get(key);
        if (before == null || isNews(before, report, now)) {
            told.put(key, new Told(report, now));
            reports.allowance(report);
        }
    }

    private static boolean isNews(Told before, AllowanceReport now, Instant at) {
        AllowanceReport then = before.report();
        boolean fell = PER_CENT.stream()
                .mapToLong(percent -> (long) now.limit() * percent / 100)
                .anyMatch(mark -> then.remaining() > mark && now.remaining() <= mark);
        return fell
                || (now.remaining() != then.remaining()
                        && Duration.between(before.at(), at).compareTo(BETWEEN_REPORTS) > 0);
    }

    private static Optional<Long> number(Map<String, List<String>> headers, String name) {
        String text = first(headers, name);
        try {
            return text == null ? Optional.empty() : Optional.of(Long.parseLong(text.strip()));
        } catch (NumberFormatException broken) {
            return Optional.empty();
        }
    }

    private static @Nullable String first(Map<String, List<String>> headers, String name) {
        List<String> values = headers.getOrDefault(name, List.of());
        return values.isEmpty() ? null : values.get(0);
    }

    /** GitHub refused something: where it is the account's trouble, this worker keeps to it and the pool is told. */
    void refused(AccountName account, Refusal refusal) {
        Optional<RateLimited> limit =
                refusal.status() == 403 || refusal.status() == 429 ? GitHubTrouble.limit(refusal) : Optional.empty();
        BlockReason reason = limit.isPresent() ? BlockReason.RATE_LIMITED : reason(refusal);
        if (reason == null) {
            return;
        }
        Instant until = limit.map(RateLimited::until).orElse(null);
        if (limit.isPresent()) {
            park(of(account), until == null ? clock.instant().plus(UNNAMED) : until);
        }
        reports.trouble(new AccountTrouble(account, reason, until, said(refusal), refusal.response()));
    }

    /** Why a refusal is the account's own trouble; a missing permission for one thing is the work's to tell. */
    private static @Nullable BlockReason reason(Refusal refusal) {
        if (refusal.status() == 401) {
            return BlockReason.UNAUTHORIZED;
        }
        if (refusal.status() == 403 && refusal.mentions("suspended")) {
            return BlockReason.SUSPENDED;
        }
        String sso = refusal.header("X-GitHub-SSO");
        return refusal.status() == 403 && sso != null && sso.startsWith("required") ? BlockReason.SSO_REQUIRED : null;
    }

    private static String said(Refusal refusal) {
        return refusal.said().isEmpty() ? refusal.response() : refusal.said();
    }
}
