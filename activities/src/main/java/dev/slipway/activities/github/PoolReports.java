package dev.slipway.activities.github;

import dev.slipway.account.AccountTrouble;
import dev.slipway.account.AllowanceReport;

/** Where it is told at once what GitHub's answers say of an account. Best effort: it must not fail the call. */
public interface PoolReports {
    /** Nobody listens. */
    PoolReports NONE = new PoolReports() {
        @Override
        public void allowance(AllowanceReport report) {}

        @Override
        public void trouble(AccountTrouble trouble) {}
    };

    void allowance(AllowanceReport report);

    void trouble(AccountTrouble trouble);
}
