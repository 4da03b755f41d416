package dev.slipway.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.slipway.ledger.Decision;
import dev.slipway.ledger.LimitMet;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestWorkflowEnvironment;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the pool leaves in the ledger. */
@Timeout(120)
class PoolLedgerTest {
    private static final AccountName FIRST = AccountName.of("account-0");
    private static final AccountName SECOND = AccountName.of("account-1");

    private final PoolWorld world = new PoolWorld(TestWorkflowEnvironment.newInstance());

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void whatGitHubRefusedWhatReturnedAndWhatAPersonDecidedIsWrittenOnce() {
        world.startPool(2, 0);
        AccountTrouble refused =
                new AccountTrouble(FIRST, BlockReason.UNAUTHORIZED, null, "Bad credentials", "401 GET /user");
        world.pool().trouble(refused);
        world.pool().trouble(refused);
        world.pool().block(new BlockAccount(SECOND, "ann", "on holiday", null));
        world.pool().unblock(new UnblockAccount(SECOND, "bob"));
        world.pool().unblock(new UnblockAccount(SECOND, "bob"));
        world.pool().unblock(new UnblockAccount(FIRST, "bob"));

        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> world.ledger.decisions.size() == 3);
        assertThat(world.ledger.decisions)
                .extracting(Decision::by, Decision::what, Decision::target)
                .containsExactlyInAnyOrder(
                        tuple("ann", "block", "account/account-1"),
                        tuple("bob", "unblock", "account/account-1"),
                        tuple("bob", "unblock", "account/account-0"));
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> world.ledger.limits.stream()
                        .anyMatch(limit -> limit.what().equals("returned")
                                && limit.subject().equals("account/account-0")));
        assertThat(world.ledger.limits)
                .filteredOn(limit -> limit.what().equals("unauthorized"))
                .singleElement()
                .satisfies(limit -> assertThat(limit.text()).contains("Bad credentials", "401 GET /user"));
    }

    @Test
    void whatALedgerThatIsAwayMissedIsWrittenAfterThePoolContinuedAsNew() {
        AtomicBoolean away = new AtomicBoolean(true);
        world.ledger.onWrite = written -> {
            if (away.get()) {
                throw ApplicationFailure.newFailure("the ledger is away", "UNAVAILABLE");
            }
        };
        world.startPool(3, 7);
        world.pool().block(new BlockAccount(FIRST, "ann", "", null));
        world.pool().trouble(new AccountTrouble(SECOND, BlockReason.SUSPENDED, null, "suspended", "403"));
        CompletableFuture.allOf(world.startRequesters(12, 4).toArray(new CompletableFuture<?>[0]))
                .join();
        assertThat(world.ledger.decisions).isEmpty();
        away.set(false);

        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> !world.ledger.decisions.isEmpty()
                        && world.ledger.limits.stream()
                                .anyMatch(limit -> limit.what().equals("suspended")));
        assertThat(world.ledger.decisions.stream().map(Decision::id).distinct()).hasSize(1);
        assertThat(world.ledger.limits.stream().map(LimitMet::id).distinct()).hasSize(1);
    }
}
