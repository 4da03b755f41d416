package dev.slipway.account;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What decides which accounts a request may get: equal for requests that are served, or not, alike. */
record Wanted(@Nullable String owner, @Nullable AccountName account, List<AccountName> exclude) {

    static Wanted of(LeaseRequest request) {
        return new Wanted(request.owner(), request.account(), request.exclude());
    }
}
