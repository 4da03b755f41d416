package dev.slipway.activities.github;

import static dev.slipway.activities.github.SandboxAccounts.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.slipway.account.AccountTrouble;
import dev.slipway.account.AllowanceReport;
import dev.slipway.account.AnnouncedAccount;
import dev.slipway.account.BlockReason;
import dev.slipway.settings.secret.SecretRef;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a worker hears from GitHub of an account: it keeps to it, and the pool is told at once. */
class ParkedPrincipalTest {
    @TempDir
    Path folder;

    private final List<AllowanceReport> allowances = new ArrayList<>();
    private final List<AccountTrouble> troubles = new ArrayList<>();
    private Duration clockIsOff = Duration.ZERO;
    private SandboxAccounts sandbox;
    private AccountInspector inspector;

    @BeforeEach
    void start() throws Exception {
        sandbox = new SandboxAccounts(folder);
        PoolReports reports = new PoolReports() {
            @Override
            public void allowance(AllowanceReport report) {
                allowances.add(report);
            }

            @Override
            public void trouble(AccountTrouble trouble) {
                troubles.add(trouble);
            }
        };
        inspector = new AccountInspector(new GitHubClients(
                sandbox.settings(),
                List.of(sandbox.account("one")),
                reference -> ((SecretRef.Literal) reference).secret(),
                new Principals(() -> Instant.now().plus(clockIsOff), reports)));
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private AnnouncedAccount look() {
        return inspector.inspect(sandbox.account("one"));
    }

    @Test
    void sendsNothingMoreWhileASecondaryLimitHolds() {
        look();
        sandbox.next("GET", "/user", answer(429, "{}", "Retry-After", "120"));
        AnnouncedAccount limited = look();
        assertThat(limited.blocked()).isEqualTo(BlockReason.RATE_LIMITED);
        assertThat(limited.blockedUntil()).isAfter(Instant.now().plusSeconds(100));
        int sent = sandbox.requests.size();
        assertThat(look().blockedUntil()).isCloseTo(limited.blockedUntil(), within(1, ChronoUnit.SECONDS));
        assertThat(sandbox.requests).hasSize(sent);
        assertThat(troubles).singleElement().satisfies(trouble -> {
            assertThat(trouble.reason()).isEqualTo(BlockReason.RATE_LIMITED);
            assertThat(trouble.response()).isEqualTo("429 to GET /api/v3/user");
        });
    }

    @Test
    void aTimeThatMakesNoSenseParksForAMinuteOrADayAndNothingIsSentMeanwhile() {
        look();
        sandbox.next("GET", "/user", answer(403, "{}", "Retry-After", "-5"));
        assertThat(look().blockedUntil()).isNull();
        int sent = sandbox.requests.size();
        assertThat(look().blockedUntil()).isCloseTo(Instant.now().plusSeconds(60), within(5, ChronoUnit.SECONDS));
        assertThat(sandbox.requests).hasSize(sent);

        clockIsOff = Duration.ofSeconds(61);
        sandbox.next("GET", "/user", answer(429, "{}", "Retry-After", "31536000"));
        assertThat(look().blockedUntil())
                .isCloseTo(Instant.now().plus(Duration.ofDays(1)), within(5, ChronoUnit.SECONDS));
        assertThat(troubles).extracting(AccountTrouble::reason).containsOnly(BlockReason.RATE_LIMITED);
    }

    @Test
    void aClockThatWentBackParksNobodyForLonger() {
        look();
        sandbox.next("GET", "/user", answer(429, "{}", "Retry-After", "120"));
        look();
        clockIsOff = Duration.ofHours(-5);
        assertThat(look().blockedUntil())
                .isCloseTo(Instant.now().plus(clockIsOff).plusSeconds(120), within(5, ChronoUnit.SECONDS));
        clockIsOff = Duration.ofHours(-5).plusSeconds(121);
        assertThat(look().blocked()).isNull();
    }

    @Test
    void headersThatMakeNoSenseFailNoRequest() {
        look();
        sandbox.next(
                "GET",
                "/user",
                answer(
                        200,
                        "{\"login\":\"factory-1\",\"id\":1,\"type\":\"User\"}",
                        "X-RateLimit-Limit",
                        "99999999999",
                        "X-RateLimit-Remaining",
                        "0",
                        "X-RateLimit-Reset",
                        "9223372036854775807",
                        "X-OAuth-Scopes",
                        "repo"));
        assertThat(look().blocked()).isNull();
        assertThat(look().blocked()).as("not parked for ever").isNull();
    }

    @Test
    void tellsThePoolWhatIsLeftAndWhoIsRefusedByWhichAnswer() {
        look();
        look();
        assertThat(allowances).isNotEmpty().allSatisfy(report -> {
            assertThat(report.login()).isEqualTo("factory-1");
            assertThat(report.limit()).isEqualTo(5000);
            assertThat(report.resource()).isEqualTo("core");
        });
        sandbox.next("GET", "/user", answer(403, "{}", "X-GitHub-SSO", "required; url=https://github.com/sso"));
        look();
        sandbox.next("GET", "/user", answer(401, "{\"message\":\"Bad credentials\"}"));
        assertThat(look().blocked()).isEqualTo(BlockReason.UNAUTHORIZED);
        assertThat(troubles)
                .extracting(AccountTrouble::reason)
                .containsExactly(BlockReason.SSO_REQUIRED, BlockReason.UNAUTHORIZED);
    }
}
