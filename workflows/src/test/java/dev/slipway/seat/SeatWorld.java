package dev.slipway.seat;

import dev.slipway.agent.AgentOutcome;
import dev.slipway.agent.AgentTask;
import dev.slipway.agent.Billing;
import dev.slipway.agent.SeatLease;
import dev.slipway.agent.WorkKind;
import dev.slipway.pool.PoolAnswer;
import dev.slipway.run.AgentName;
import dev.slipway.run.HostId;
import dev.slipway.run.Priority;
import dev.slipway.run.SeatId;
import dev.slipway.run.ToolchainName;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A pool and a clock, without Temporal; what requesters were told last is kept. */
final class SeatWorld {
    static final WorkKind WORK = new WorkKind(ToolchainName.of("solc"), AgentTask.GENERATE);
    static final String CLAUDE = "claude/team";

    AgentPool pool;
    Instant now = Instant.parse("2026-11-21T10:00:00Z");
    final Map<String, SeatLease> leases = new LinkedHashMap<>();
    final Map<String, SeatWaiting> waits = new LinkedHashMap<>();
    private long requests;
    private int steps;

    SeatWorld() {
        this(7);
    }

    SeatWorld(long luck) {
        pool = new AgentPool(null, now, new SplittableRandom(luck));
    }

    SeatWorld announce(PoolRules rules, AnnouncedSeat... seats) {
        pool.announce(
                new AgentAnnouncement(HostId.of("host-1"), now, List.of(seats), AgentName.of("claude"), rules), now);
        return this;
    }

    static AnnouncedSeat metered(String seat, int maxRuns) {
        return new AnnouncedSeat(SeatId.of(seat), Billing.METERED, maxRuns, spent("1.00", 10_000), true);
    }

    /** One whose runs can't be told what they may cost. */
    static AnnouncedSeat untold(String seat) {
        return new AnnouncedSeat(SeatId.of(seat), Billing.METERED, 0, spent("1.00", 10_000), false);
    }

    static AnnouncedSeat subscription(String seat) {
        return new AnnouncedSeat(SeatId.of(seat), Billing.SUBSCRIPTION, 0, spent("1.00", 10_000), true);
    }

    static Spent spent(String usd, long tokens) {
        return new Spent(new BigDecimal(usd), tokens, false);
    }

    static PoolRules rules(@Nullable String dailyUsd, QuotaRules quota, FailoverRules failover) {
        BudgetRules usual = BudgetRules.DEFAULT;
        return new PoolRules(
                new BudgetRules(
                        dailyUsd == null ? null : new BigDecimal(dailyUsd),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        usual.alertAt(),
                        usual.zone(),
                        usual.reserveTokens()),
                Map.of(),
                quota,
                failover);
    }

    /** With caps on each batch and project. */
    static PoolRules works(
            @Nullable String batchUsd, @Nullable String projectUsd, @Nullable Long batchTokens, ZoneId zone) {
        BudgetRules usual = BudgetRules.DEFAULT;
        return new PoolRules(
                new BudgetRules(
                        usual.dailyUsd(),
                        usual.monthlyUsd(),
                        batchUsd == null ? null : new BigDecimal(batchUsd),
                        projectUsd == null ? null : new BigDecimal(projectUsd),
                        null,
                        batchTokens,
                        null,
                        null,
                        usual.alertAt(),
                        zone,
                        usual.reserveTokens()),
                Map.of(),
                QuotaRules.DEFAULT,
                FailoverRules.DEFAULT);
    }

    static PoolRules daily(@Nullable String usd) {
        return rules(usd, QuotaRules.DEFAULT, FailoverRules.DEFAULT);
    }

    static String project(Object name) {
        return "project/night/" + name;
    }

    void ask(String requester, String... route) {
        ask(requester, Priority.MEDIUM, route);
    }

    void ask(String requester, Priority priority, String... route) {
        ask(requester, priority, null, route);
    }

    /** As one that has a slot. */
    void askFromItsHost(String requester) {
        ask(requester, Priority.MEDIUM, now.plus(Duration.ofMinutes(2)));
    }

    private void ask(String requester, Priority priority, @Nullable Instant holdsHostUntil, String... route) {
        List<SeatChoice> places = Arrays.stream(route).map(SeatChoice::of).toList();
        ask(requester, priority, holdsHostUntil, new SeatRoute(places, places.isEmpty(), null));
    }

    void ask(String requester, SeatRoute route) {
        ask(requester, Priority.MEDIUM, null, route);
    }

    private void ask(String requester, Priority priority, @Nullable Instant holdsHostUntil, SeatRoute route) {
        leases.remove(requester);
        pool.request(
                new SeatRequest(
                        requester,
                        ++requests,
                        route.places(),
                        route.open(),
                        route.on(),
                        priority,
                        WORK,
                        Duration.ofMinutes(15),
                        holdsHostUntil),
                now);
    }

    void release(String requester) {
        release(requester, null);
    }

    /** @param lostRuns that nobody settled */
    void release(String requester, @Nullable Integer lostRuns) {
        pool.release(new SeatReleased(requester, Long.MAX_VALUE, lostRuns), now);
        leases.remove(requester);
        decide();
    }

    /** What is set aside for the next run of a requester, or for the one under way. */
    Reservation reservation(String requester) {
        return pool.carry().leases().stream()
                .filter(held -> held.asked().requester().equals(requester))
                .map(CarriedSeats.Held::reservation)
                .findFirst()
                .orElseThrow();
    }

    /** Decides, and keeps who was told what. */
    void decide() {
        for (PoolAnswer answer : pool.decide(now)) {
            if (answer.message() instanceof SeatGranted granted) {
                leases.put(answer.requester(), granted.lease());
                waits.remove(answer.requester());
            } else {
                waits.put(answer.requester(), (SeatWaiting) answer.message());
            }
        }
    }

    /** Goes on to the next moment at which something changes by itself. */
    Optional<Instant> next() {
        Optional<Instant> next = pool.nextChange(now);
        next.ifPresent(at -> {
            now = at;
            decide();
        });
        return next;
    }

    void after(Duration time) {
        now = now.plus(time);
        decide();
    }

    /** Goes on to when the seat wakes. */
    void wake(String seat) {
        now = seat(seat).until();
        decide();
    }

    boolean mayRun(String requester) {
        return mayRun(requester, WORK);
    }

    boolean mayRun(String requester, WorkKind kind) {
        SeatLease lease = leases.get(requester);
        return lease != null
                && pool.mayRun(new RunQuestion(lease, kind, null), now).allowed();
    }

    /** What a run is told that it may cost. */
    @Nullable
    BigDecimal most(String requester) {
        return pool.mayRun(new RunQuestion(leases.get(requester), WORK, null), now)
                .mostUsd();
    }

    /** A host starts a run, where it may. */
    boolean begin(String requester, WorkKind kind) {
        boolean may = mayRun(requester, kind);
        if (may) {
            pool.begun(new RunBegun(leases.get(requester), kind), now);
        }
        return may;
    }

    void settle(String requester, AgentOutcome outcome, @Nullable Instant until, Spent spent) {
        settle(requester, WORK, outcome, until, spent);
    }

    void settle(String requester, WorkKind kind, AgentOutcome outcome, @Nullable Instant until, Spent spent) {
        pool.settle(
                new RunSettled(leases.get(requester), "step-" + ++steps, 1, kind, outcome, until, spent, 0, "said so"),
                now);
        decide();
    }

    SeatState seat(String id) {
        return pool.state(now).seats().stream()
                .filter(seat -> seat.seat().toString().equals(id))
                .findFirst()
                .orElseThrow();
    }

    MeterState meter(String name) {
        return pool.state(now).meters().stream()
                .filter(meter -> meter.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** As after continue-as-new. */
    void continueAsNew() {
        pool = new AgentPool(pool.carry(), now, new SplittableRandom(7));
    }
}
