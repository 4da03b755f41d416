package dev.slipway.account;

/** The pool as the Temporal Web UI shows it. */
final class PoolDetails {

    private PoolDetails() {}

    static String of(AccountPoolState state) {
        StringBuilder text = new StringBuilder();
        text.append(state.waiting()).append(" waiting");
        if (state.earliestReturn() != null) {
            text.append(", the next account returns at ").append(state.earliestReturn());
        }
        text.append("\n\n| account | user | leases | used | blocked |\n|---|---|---|---|---|\n");
        for (AccountState account : state.accounts()) {
            text.append("| ").append(account.account());
            text.append(" | ").append(account.login());
            text.append(" | ").append(account.leases());
            text.append(" | ").append(account.uses()).append(" | ");
            if (account.blocked() != null) {
                text.append(account.blocked());
            }
            if (account.blockedUntil() != null) {
                text.append(" until ").append(account.blockedUntil());
            }
            text.append(" |\n");
        }
        return text.toString();
    }
}
