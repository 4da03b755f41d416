package dev.slipway.activities.github;

import dev.slipway.account.AccountName;
import dev.slipway.account.AccountPoolState;
import dev.slipway.account.AccountState;
import dev.slipway.account.AccountTrouble;
import dev.slipway.account.Allowance;
import dev.slipway.account.AllowanceReport;
import dev.slipway.account.BlockReason;
import dev.slipway.activities.failure.Failures;
import dev.slipway.activities.failure.NamedTimes;
import dev.slipway.failure.FailureType;
import dev.slipway.failure.RateLimited;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What this worker knows of those behind its accounts: who they are, how much of their limits is left, and until when they
 * are parked. Tokens of one user share all of it. What changes is reported to the pool.
 */
public final class Principals {
    /** GitHub allows 100 over all workers. */
    private static final int AT_ONCE = 99;
    /** So many workers may have come before the first knows of it. */
    private static final int FEWEST_HOSTS = 3;
    /** A worker hears of others a little later: so many more than it knows of may have come meanwhile. */
    private static final int JUST_JOINED = 2;

    private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(20);
    /** Of the limit: what is left is told at once when it falls below. */
    private static final List<Integer> PER_CENT = List.of(50, 25, 10, 5, 2, 1);

    private static final String CORE = "core";

    private final InstantSource clock;
    private final PoolReports reports;
    private final Map<AccountName, String> logins = new ConcurrentHashMap<>();
    private final ParkedPrincipals parked;
    private final Map<String, RequestTurns> turns = new ConcurrentHashMap<>();
    private final Map<String, Told> told = new ConcurrentHashMap<>();
    private final Map<String, RequestsLeft> left = new ConcurrentHashMap<>();
    private volatile int hosts = 1;

    private record Told(AllowanceReport report, Instant at) {}

    /** @param reports told what the answers say */
    public Principals(InstantSource clock, PoolReports reports) {
        this.clock = clock;
        this.reports = reports;
        this.parked = new ParkedPrincipals(clock);
    }

    /** What the pool knows from all workers: how many share what a principal may ask, and whom GitHub limits. */
    public void poolSays(AccountPoolState pool) {
        hosts = Math.max(1, pool.workers().size());
        turns.values().forEach(one -> one.share(share()));
        Map<String, List<AccountState>> users = pool.accounts().stream()
                .collect(Collectors.groupingBy(
                        account -> account.login().isEmpty() ? nameless(account.account()) : account.login()));
        users.forEach(this::poolSays);
    }

    private void poolSays(String principal, List<AccountState> accounts) {
        Instant now = clock.instant();
        Optional<Instant> spent = accounts.stream()
                .flatMap(account -> account.allowances().stream())
                .filter(one -> one.resource().equals(CORE) && one.isSpent(now))
                .map(Allowance::reset)
                .max(Instant::compareTo);
        Optional<Instant> limited = accounts.stream()
                .filter(account -> account.blocked() == BlockReason.RATE_LIMITED)
                .map(AccountState::blockedUntil)
                .filter(Objects::nonNull)
                .max(Instant::compareTo);
        Stream.concat(spent.stream(), limited.stream())
                .max(Instant::compareTo)
                .ifPresent(until -> parked.poolLimits(principal, until, spent.isEmpty()));
        boolean allowed = accounts.stream().anyMatch(account -> account.blocked() == null);
        if (allowed && spent.isEmpty() && parked.poolAllows(principal)) {
            left.remove(principal);
        }
    }

    private int share() {
        return Math.max(1, AT_ONCE / (Math.max(FEWEST_HOSTS, hosts) + JUST_JOINED));
    }

    void learnt(AccountName account, String login) {
        if (!login.isEmpty()) {
            logins.put(account, login);
        }
    }

    /** Who is behind an account; the account itself until GitHub was asked. */
    String of(AccountName account) {
        return logins.getOrDefault(account, nameless(account));
    }

    private static String nameless(AccountName account) {
        return "account " + account;
    }

    /**
     * What would only meet a limit again is not sent: that makes GitHub's limits longer.
     *
     * @param what method and path, for the failure
     * @throws io.temporal.failure.ApplicationFailure {@code ACCOUNT_RATE_LIMITED} where a limit was met
     */
    void refuseWhileParked(AccountName account, String what) {
        parked.until(of(account)).ifPresent(until -> notSent(account, what, until));
    }

    /** The same for Git, which is not kept from going on by a primary limit. */
    void refuseGitWhileParked(AccountName account, String what) {
        parked.untilForGit(of(account)).ifPresent(until -> notSent(account, what, until));
    }

    private void notSent(AccountName account, String what, Instant until) {
        throw Failures.of(
                FailureType.ACCOUNT_RATE_LIMITED,
                what + " was not sent: GitHub limits " + of(account) + ". It can go on at " + until + ".",
                new RateLimited(until, true));
    }

    /** Waits while this worker's share of requests at a time is under way. */
    Turn turn(AccountName account) throws IOException {
        return take(turns(of(account)));
    }

    private RequestTurns turns(String principal) {
        return turns.computeIfAbsent(principal, unused -> new RequestTurns(share()));
    }

    private static Turn take(RequestTurns places) throws IOException {
        try {
            places.take();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new Unanswered("waiting for a turn", stopping);
        }
        return places::giveBack;
    }

    /**
     * A turn for what counts against the principal's requests of an hour.
     *
     * @throws io.temporal.failure.ApplicationFailure {@code ACCOUNT_RATE_LIMITED} where next to none is left
     */
    Turn countedTurn(AccountName account, String what) throws IOException {
        String principal = of(account);
        RequestTurns places = turns(principal);
        Turn turn = take(places);
        try {
            RequestsLeft known = left.get(principal);
            // Others, here and at other workers, are on their way as well.
            int onTheWay = places.underWay() * hosts;
            if (known != null && known.isSpent(onTheWay, clock.instant())) {
                parked.park(principal, known.reset(), false);
            }
            refuseWhileParked(account, what); // a limit that was met while this one waited
            return turn;
        } catch (RuntimeException refused) {
            turn.close();
            throw refused;
        }
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
        Optional<Duration> time = NamedTimes.untilReset(
                        first(anyCase, "X-RateLimit-Reset"), first(anyCase, "Date"), now)
                .filter(one -> !one.isNegative() && one.compareTo(NamedTimes.FURTHEST) <= 0);
        String principal = logins.get(account);
        if (principal == null || limit.isEmpty() || remaining.isEmpty() || time.isEmpty() || limit.get() <= 0) {
            return;
        }
        List<String> resource = anyCase.getOrDefault("X-RateLimit-Resource", List.of(CORE));
        AllowanceReport report = new AllowanceReport(
                principal,
                resource.get(0),
                (int) Math.min(Integer.MAX_VALUE, limit.get()),
                (int) Math.min(Integer.MAX_VALUE, Math.max(0, remaining.get())),
                now.plus(time.get()));
        if (report.resource().equals(CORE)) {
            left.merge(
                    principal, new RequestsLeft(report.remaining(), report.limit(), report.reset()), RequestsLeft::and);
            if (report.remaining() == 0) {
                // What is asked until the reset would be refused: it is not sent.
                parked.park(principal, report.reset(), false);
            }
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
                // As what the pool leaves untouched of a small limit.
                .mapToLong(percent -> Math.max(Math.min(percent, 2), (long) now.limit() * percent / 100))
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
        if (limit.isPresent()) {
            limited(account, limit.get(), said(refusal), refusal.response());
        } else {
            reports.trouble(new AccountTrouble(account, reason, null, said(refusal), refusal.response()));
        }
    }

    /** GitHub answered with a limit, to REST or to Git. */
    void limited(AccountName account, RateLimited limit, String said, String response) {
        parked.park(of(account), limit.until(), limit.secondary());
        reports.trouble(new AccountTrouble(account, BlockReason.RATE_LIMITED, limit.until(), said, response));
    }

    /** Why a refusal is the account's own trouble; a missing permission for one thing is the work's to tell. */
    private static @Nullable BlockReason reason(Refusal refusal) {
        if (refusal.status() == 401) {
            return BlockReason.UNAUTHORIZED;
        }
        if (refusal.suspended()) {
            return BlockReason.SUSPENDED;
        }
        return refusal.wantedSso() == null ? null : BlockReason.SSO_REQUIRED;
    }

    private static String said(Refusal refusal) {
        return refusal.said().isEmpty() ? refusal.response() : refusal.said();
    }
}
