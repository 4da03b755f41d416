package dev.slipway.worker;

import dev.slipway.account.AccountName;
import dev.slipway.account.AccountPoolInput;
import dev.slipway.account.AccountPoolState;
import dev.slipway.account.AccountPoolWorkflow;
import dev.slipway.account.AccountState;
import dev.slipway.account.AnnouncedAccount;
import dev.slipway.account.RefusedHost;
import dev.slipway.account.WorkerAnnouncement;
import dev.slipway.account.WorkerGone;
import dev.slipway.activities.failure.Failures;
import dev.slipway.failure.FailureType;
import dev.slipway.run.HostId;
import dev.slipway.run.SearchAttributes;
import dev.slipway.run.TaskQueues;
import dev.slipway.run.WorkflowIds;
import dev.slipway.settings.installation.GitHubSettings;
import io.temporal.client.BatchRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the account pool what this host has, starting the pool where it does not run: at once, and again every few
 * minutes, sooner while an account has trouble that a person may mend. The pool says whether the host may join.
 */
final class Announcer {
    private static final Logger log = LoggerFactory.getLogger(Announcer.class);
    private static final Duration ALL_WELL = Duration.ofMinutes(5);
    private static final Duration TROUBLE = Duration.ofMinutes(1);
    private static final Duration UNREACHABLE = Duration.ofSeconds(5);
    /** Workers share what a user may ask at once, and whom GitHub limits; the pool holds a lifted limit for longer. */
    private static final Duration LOOK_AT_POOL = Duration.ofSeconds(10);

    private final WorkflowClient client;
    private final HostId host;
    private final GitHubSettings github;
    private final Consumer<AccountPoolState> onPool;
    private final Supplier<Announcement> announcement;
    private final SeatRollCall seats;
    private final ScheduledExecutorService clock;
    private final CompletableFuture<Void> admission = new CompletableFuture<>();
    private Consumer<String> onRefusal = reason -> {};
    private @Nullable ScheduledFuture<?> next;
    private volatile Set<AccountName> mine = Set.of();

    Announcer(
            WorkflowClient client,
            HostId host,
            GitHubSettings github,
            Consumer<AccountPoolState> onPool,
            Supplier<Announcement> announcement,
            SeatRollCall seats,
            ScheduledExecutorService clock) {
        this.client = client;
        this.host = host;
        this.github = github;
        this.onPool = onPool;
        this.announcement = announcement;
        this.seats = seats;
        this.clock = clock;
    }

    /** Completed when the pool has admitted this host; exceptionally when it is refused. */
    CompletableFuture<Void> admission() {
        return admission;
    }

    /**
     * Announces, and keeps announcing. Returns once it was said for the first time, or could not be.
     *
     * @param onRefusal told the reason when this host may not join, now or later
     */
    void start(Consumer<String> onRefusal) {
        this.onRefusal = onRefusal;
        announce();
        clock.scheduleWithFixedDelay(
                this::lookAtPool, LOOK_AT_POOL.toMillis(), LOOK_AT_POOL.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void lookAtPool() {
        try {
            AccountPoolState state = pool().state();
            onPool.accept(state);
            if (state.accounts().stream().anyMatch(this::wantsALook)) {
                announceWithin(TROUBLE);
            }
        } catch (RuntimeException e) {
            log.debug("could not see what the pool knows of other workers: {}", e.getMessage());
        }
    }

    /** Whether the pool keeps back an account of this host until somebody has seen that GitHub takes it again. */
    private boolean wantsALook(AccountState account) {
        return account.blocked() != null && account.blocked().endsByALook() && mine.contains(account.account());
    }

    private synchronized void announceWithin(Duration soon) {
        if (next != null && next.getDelay(TimeUnit.MILLISECONDS) > soon.toMillis() && next.cancel(false)) {
            schedule(soon);
        }
    }

    /** Says that this host is gone, so that nobody counts on it; best effort. */
    synchronized void stop() {
        if (next != null) {
            next.cancel(false);
        }
        seats.gone();
        try {
            pool().workerGone(new WorkerGone(host));
        } catch (WorkflowNotFoundException e) {
            log.debug("no pool to tell that this host stops");
        } catch (RuntimeException e) {
            log.warn("could not say that this host stops: {}", e.getMessage());
        }
    }

    private void announce() {
        Duration again = UNREACHABLE;
        try {
            Announcement found = announcement.get();
            WorkerAnnouncement said = found.said();
            send(said);
            mine = said.accounts().stream().map(AnnouncedAccount::account).collect(Collectors.toSet());
            seats.announce();
            if (!joins(said)) {
                return;
            }
            if (found.silent() == 0) {
                again = said.accounts().stream().anyMatch(account -> account.blocked() != null) ? TROUBLE : ALL_WELL;
            }
            logTrouble(said.accounts());
        } catch (RuntimeException e) {
            log.warn("could not announce this host, will try again: {}", e.getMessage());
        }
        schedule(again);
    }

    /** A host that keeps nothing has nothing to be refused for. */
    private boolean joins(WorkerAnnouncement said) {
        AccountPoolState state = pool().state();
        onPool.accept(state);
        if (state.rotation() != github.rotation()) {
            pool().rotate(github.rotation());
        }
        if (said.store() != null || said.ledger() != null) {
            Optional<String> refusal = state.refused().stream()
                    .filter(refused -> refused.host().equals(host))
                    .map(RefusedHost::reason)
                    .findFirst();
            if (refusal.isPresent()) {
                admission.completeExceptionally(Failures.of(FailureType.UNAVAILABLE, refusal.get()));
                onRefusal.accept(refusal.get());
                return false;
            }
        }
        admission.complete(null);
        return true;
    }

    private AccountPoolWorkflow pool() {
        return client.newWorkflowStub(AccountPoolWorkflow.class, WorkflowIds.ACCOUNT_POOL);
    }

    private synchronized void schedule(Duration again) {
        if (!clock.isShutdown()) {
            next = clock.schedule(this::announce, again.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void send(WorkerAnnouncement said) {
        AccountPoolWorkflow pool = client.newWorkflowStub(
                AccountPoolWorkflow.class,
                WorkflowOptions.newBuilder()
                        .setWorkflowId(WorkflowIds.ACCOUNT_POOL)
                        .setTaskQueue(TaskQueues.WORKFLOWS)
                        .setTypedSearchAttributes(kind())
                        .setStaticSummary("accounts and write slots")
                        .build());
        BatchRequest request = client.newSignalWithStartRequest();
        request.add(pool::run, new AccountPoolInput(github.writeSpacing(), null, 0, github.rotation()));
        request.add(pool::announce, said);
        client.signalWithStart(request);
    }

    private static io.temporal.common.SearchAttributes kind() {
        return io.temporal.common.SearchAttributes.newBuilder()
                .set(SearchAttributes.KIND, "account-pool")
                .build();
    }

    private static void logTrouble(List<AnnouncedAccount> accounts) {
        for (AnnouncedAccount account : accounts) {
            if (account.blocked() != null) {
                log.warn("account {} can't be used: {}", account.account(), account.problem());
            }
        }
    }
}
