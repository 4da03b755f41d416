package dev.slipway.settings.installation;

import dev.slipway.seat.PoolRules;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is installed here: read by workers, and by the starter for {@code check} and the connection.
 *
 * @param rules what seats, budgets and windows allow
 * @param usdPerThousandTokens what tokens of a model without a price count as
 * @param source the file it came from; null for built-in defaults
 */
public record Installation(
        TemporalSettings temporal,
        GitHubSettings github,
        List<AccountSettings> accounts,
        AgentsSettings agents,
        StoreSettings stores,
        WorkerSettings worker,
        PoolRules rules,
        BigDecimal usdPerThousandTokens,
        @Nullable Path source) {
    public Installation {
        accounts = List.copyOf(accounts);
    }
}
