package dev.slipway.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.DevServer;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The pool under load, on a real server. */
class AccountPoolOnServerIT {

    @Test
    @Timeout(300)
    void fiftyAccountsServeFiveHundredWorkflowsThatWait() {
        try (PoolWorld world = new PoolWorld(DevServer.start())) {
            world.startPool(50, 0);
            List<CompletableFuture<Instant>> ends = world.startRequesters(500, 1);
            CompletableFuture.allOf(ends.toArray(new CompletableFuture<?>[0])).join();

            assertThat(world.state().waiting()).isZero();
            assertThat(world.state().accounts()).allMatch(account -> account.leases() == 0);
            assertThat(world.state().accounts().stream()
                            .mapToLong(AccountState::uses)
                            .sum())
                    .isEqualTo(500);
        }
    }
}
