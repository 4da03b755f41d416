package dev.slipway.activities.github;

import dev.slipway.account.AnnouncedAccount;
import java.util.List;

/**
 * An account as GitHub describes it.
 *
 * @param kind {@code token} or {@code app}
 * @param missing permissions or scopes that it lacks; some work goes without
 */
public record Inspection(AnnouncedAccount account, String kind, List<String> missing) {
    public Inspection {
        missing = List.copyOf(missing);
    }
}
