package dev.slipway.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.account.AccountName;
import dev.slipway.account.AnnouncedAccount;
import dev.slipway.account.BlockReason;
import dev.slipway.activities.failure.Failures;
import dev.slipway.failure.FailureType;
import dev.slipway.settings.installation.AccountSettings;
import dev.slipway.settings.secret.SecretRef;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AccountRollCallTest {
    private final Map<String, Integer> refusals = new ConcurrentHashMap<>();

    private AnnouncedAccount inspect(AccountSettings account) {
        String name = account.name().value();
        if (refusals.merge(name, -1, Integer::sum) >= 0) {
            throw Failures.of(FailureType.UNAVAILABLE, "503 of GitHub");
        }
        return new AnnouncedAccount(account.name(), name, name, List.of(name), 0, null, null);
    }

    private AccountRollCall rollCall(String... names) {
        return new AccountRollCall(
                Stream.of(names).map(AccountRollCallTest::account).toList(), this::inspect);
    }

    private static AccountSettings account(String name) {
        return new AccountSettings(AccountName.of(name), null, new SecretRef.Environment("A_TOKEN"), 0);
    }

    @Test
    void oneServerErrorIsAskedAgainAtOnce() {
        refusals.put("b", 2);
        AccountRollCall.Roll roll = rollCall("a", "b", "c").call();

        assertThat(roll.accounts()).extracting(one -> one.account().value()).containsExactly("a", "b", "c");
        assertThat(roll.silent()).isZero();
    }

    @Test
    void oneThatGivesNoAnswerIsLeftOutAndKeepsNoOtherFromBeingUsed() {
        refusals.put("b", 1000);
        AccountRollCall.Roll roll = rollCall("a", "b", "c").call();

        assertThat(roll.accounts()).extracting(one -> one.account().value()).containsExactly("a", "c");
        assertThat(roll.silent()).isEqualTo(1);
    }

    @Test
    void whatWasKnownOfASilentOneHolds() {
        AccountRollCall rollCall = rollCall("a", "b");
        rollCall.call();
        refusals.put("b", 1000);
        AccountRollCall.Roll roll = rollCall.call();

        assertThat(roll.accounts()).extracting(one -> one.account().value()).containsExactly("a", "b");
        assertThat(roll.silent()).isEqualTo(1);
    }

    @Test
    void oneWithoutATokenIsSaidToBeBlocked() {
        AccountRollCall rollCall = new AccountRollCall(List.of(account("a")), account -> {
            throw Failures.of(FailureType.NOT_CONFIGURED, "A_TOKEN is not set");
        });

        assertThat(rollCall.call().accounts()).singleElement().satisfies(found -> {
            assertThat(found.blocked()).isEqualTo(BlockReason.UNAUTHORIZED);
            assertThat(found.problem()).isEqualTo("A_TOKEN is not set");
        });
    }
}
