package dev.slipway.worker;

import dev.slipway.account.AccountName;
import dev.slipway.account.AnnouncedAccount;
import dev.slipway.account.BlockReason;
import dev.slipway.activities.failure.Failures;
import dev.slipway.failure.FailureType;
import dev.slipway.settings.installation.AccountSettings;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks GitHub about every account of this host, several at a time. One that gives no answer keeps none of the others from
 * being used: what was last known of it holds, and where nothing was known it is left out until it can be asked.
 */
final class AccountRollCall {
    /** What an account answered. */
    record Roll(List<AnnouncedAccount> accounts, int silent) {
        Roll {
            accounts = List.copyOf(accounts);
        }
    }

    /** Throws {@code NOT_CONFIGURED} for an account without a token, and {@code UNAVAILABLE} for no answer. */
    @FunctionalInterface
    interface Inspection {
        AnnouncedAccount of(AccountSettings account);
    }

    private static final Logger log = LoggerFactory.getLogger(AccountRollCall.class);
    private static final int AT_A_TIME = 4;
    private static final int TRIES = 3;
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(300);

    private final List<AccountSettings> accounts;
    private final Inspection inspector;
    private final Map<AccountName, AnnouncedAccount> known = new ConcurrentHashMap<>();

    AccountRollCall(List<AccountSettings> accounts, Inspection inspector) {
        this.accounts = List.copyOf(accounts);
        this.inspector = inspector;
    }

    /** Asks about all of them, now. */
    Roll call() {
        if (accounts.isEmpty()) {
            return new Roll(List.of(), 0);
        }
        ExecutorService askers = Executors.newFixedThreadPool(Math.min(AT_A_TIME, accounts.size()), work -> {
            Thread thread = new Thread(work, "roll-call");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<Answer>> asked = accounts.stream()
                    .map(account -> askers.submit(() -> answer(account)))
                    .toList();
            List<Answer> answers = new ArrayList<>();
            for (Future<Answer> one : asked) {
                answers.add(one.get());
            }
            return new Roll(
                    answers.stream()
                            .map(Answer::account)
                            .filter(Objects::nonNull)
                            .toList(),
                    (int) answers.stream().filter(answer -> !answer.fresh()).count());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking GitHub about this host's accounts", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("GitHub could not be asked about this host's accounts: " + e.getCause(), e);
        } finally {
            askers.shutdownNow();
        }
    }

    private record Answer(@Nullable AnnouncedAccount account, boolean fresh) {}

    private Answer answer(AccountSettings account) throws InterruptedException {
        ApplicationFailure last = null;
        for (int attempt = 0; attempt < TRIES; attempt++) {
            if (attempt > 0) {
                Thread.sleep(BETWEEN_TRIES.toMillis());
            }
            try {
                AnnouncedAccount found = inspector.of(account);
                known.put(account.name(), found);
                return new Answer(found, true);
            } catch (ApplicationFailure e) {
                if (Failures.is(e, FailureType.NOT_CONFIGURED)) {
                    return new Answer(unusable(account, e.getOriginalMessage()), true);
                }
                last = e;
            }
        }
        AnnouncedAccount before = known.get(account.name());
        log.warn(
                "account {} {}: {}",
                account.name(),
                before == null
                        ? "is left out until it can be asked about"
                        : "could not be asked about, what was known holds",
                last == null ? "" : last.getOriginalMessage());
        return new Answer(before, false);
    }

    private static AnnouncedAccount unusable(AccountSettings account, String problem) {
        String name = account.name().value();
        String owner = account.owner() == null ? name : account.owner();
        return new AnnouncedAccount(
                account.name(), name, owner, List.of(owner), account.maxProjects(), BlockReason.UNAUTHORIZED, problem);
    }
}
