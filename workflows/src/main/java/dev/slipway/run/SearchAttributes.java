package dev.slipway.run;

import io.temporal.common.SearchAttributeKey;
import java.time.OffsetDateTime;
import java.util.List;

/** Search attributes of Slipway's workflows; the server must know them, {@code slipway up} registers them. */
public final class SearchAttributes {
    public static final SearchAttributeKey<String> KIND = SearchAttributeKey.forKeyword("SlipwayKind");
    public static final SearchAttributeKey<String> STATE = SearchAttributeKey.forKeyword("SlipwayState");
    public static final SearchAttributeKey<String> WAITING_FOR = SearchAttributeKey.forKeyword("SlipwayWaitingFor");
    public static final SearchAttributeKey<String> STEP = SearchAttributeKey.forKeyword("SlipwayStep");
    public static final SearchAttributeKey<String> BATCH = SearchAttributeKey.forKeyword("SlipwayBatch");
    public static final SearchAttributeKey<String> REPOSITORY = SearchAttributeKey.forKeyword("SlipwayRepository");
    public static final SearchAttributeKey<String> ACCOUNT = SearchAttributeKey.forKeyword("SlipwayAccount");
    public static final SearchAttributeKey<String> AGENT = SearchAttributeKey.forKeyword("SlipwayAgent");
    public static final SearchAttributeKey<String> CATEGORY = SearchAttributeKey.forKeyword("SlipwayCategory");
    public static final SearchAttributeKey<Long> ATTEMPTS = SearchAttributeKey.forLong("SlipwayAttempts");
    public static final SearchAttributeKey<Double> COST_USD = SearchAttributeKey.forDouble("SlipwayCostUsd");
    public static final SearchAttributeKey<OffsetDateTime> WAITING_UNTIL =
            SearchAttributeKey.forOffsetDateTime("SlipwayWaitingUntil");

    /** All of them, in the order in which they are registered. */
    public static final List<SearchAttributeKey<?>> ALL = List.of(
            KIND,
            STATE,
            WAITING_FOR,
            STEP,
            BATCH,
            REPOSITORY,
            ACCOUNT,
            AGENT,
            CATEGORY,
            ATTEMPTS,
            COST_USD,
            WAITING_UNTIL);

    private SearchAttributes() {}
}
