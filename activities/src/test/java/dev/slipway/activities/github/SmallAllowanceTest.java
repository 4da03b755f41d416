package dev.slipway.activities.github;

import static dev.slipway.activities.github.SandboxAccounts.lease;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.account.AccountName;
import dev.slipway.account.WriteSlots;
import dev.slipway.activities.failure.Failures;
import dev.slipway.failure.FailureType;
import dev.slipway.failure.RateLimited;
import dev.slipway.repository.EnsureRepository;
import dev.slipway.repository.OnNameTaken;
import dev.slipway.repository.RepositoryId;
import dev.slipway.repository.Visibility;
import dev.slipway.sandbox.SandboxOptions;
import dev.slipway.sandbox.SandboxServer;
import dev.slipway.settings.installation.AccountSettings;
import dev.slipway.settings.installation.GitHubSettings;
import dev.slipway.settings.secret.Secret;
import dev.slipway.settings.secret.SecretRef;
import io.temporal.failure.ApplicationFailure;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user with few requests an hour, and more work than these are enough for. */
class SmallAllowanceTest {
    private static final int AN_HOUR = 60;
    private static final int PROJECTS = 60;
    private static final int AT_ONCE = 6;
    private static final AccountName ONE = AccountName.of("one");

    @TempDir
    Path folder;

    @Test
    void theLimitIsNeverMetAndNearlyAllThatItAllowsIsUsed() throws Exception {
        try (SandboxServer server =
                SandboxServer.start(SandboxOptions.in(folder).withUsers(1).withRateLimit(AN_HOUR))) {
            AccountSettings account =
                    new AccountSettings(ONE, null, new SecretRef.Literal(new Secret(server.token("factory-1"))), 0);
            GitHubClients clients = new GitHubClients(
                    new GitHubSettings(URI.create(server.apiUrl()), URI.create(server.url()), Duration.ofMillis(1)),
                    List.of(account),
                    reference -> ((SecretRef.Literal) reference).secret());
            assertThat(new AccountInspector(clients).inspect(account).blocked()).isNull();
            RepositoryActivitiesImpl activities =
                    new RepositoryActivitiesImpl(clients, new WritePacing(Duration.ofMillis(1)));
            ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
            int waiting = 0;
            try {
                List<Future<ApplicationFailure>> ends = new ArrayList<>();
                for (int i = 0; i < PROJECTS; i++) {
                    String name = "vault-" + i;
                    ends.add(threads.submit(() -> ensure(activities, name)));
                }
                for (Future<ApplicationFailure> end : ends) {
                    ApplicationFailure failure = end.get();
                    if (failure != null) {
                        waiting++;
                        assertThat(Failures.is(failure, FailureType.ACCOUNT_RATE_LIMITED))
                                .as(failure.getMessage())
                                .isTrue();
                        assertThat(failure.getDetails()
                                        .get(0, RateLimited.class)
                                        .until())
                                .isBetween(
                                        Instant.now().plusSeconds(3000),
                                        Instant.now().plusSeconds(3700));
                    }
                }
            } finally {
                threads.shutdownNow();
            }

            assertThat(server.requests().all()).noneMatch(entry -> entry.status() == 403);
            long charged = server.requests().all().stream()
                    .filter(entry -> entry.charged())
                    .count();
            assertThat(charged).isBetween((long) AN_HOUR - 2 * AT_ONCE, (long) AN_HOUR - 1);
            assertThat(waiting).isGreaterThan(PROJECTS / 3);
        }
    }

    private static @Nullable ApplicationFailure ensure(RepositoryActivitiesImpl activities, String name) {
        try {
            activities.ensure(new EnsureRepository(
                    new RepositoryId("factory-1", name),
                    "project/b/" + name,
                    "A vault",
                    Visibility.PRIVATE,
                    "main",
                    OnNameTaken.SUFFIX,
                    lease("one", "factory-1"),
                    WriteSlots.NONE));
            return null;
        } catch (ApplicationFailure limited) {
            return limited;
        }
    }
}
