package dev.slipway.sandbox.fault;

import static dev.slipway.sandbox.fault.Area.GIT;
import static dev.slipway.sandbox.fault.Area.MODEL;
import static dev.slipway.sandbox.fault.Area.REST;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What can go wrong with a request. */
public enum FaultKind {
    TOKEN_REVOKED("401: the credential is no longer accepted", EnumSet.of(REST, GIT, MODEL)),
    ACCOUNT_SUSPENDED("403: GitHub has suspended the account", EnumSet.of(REST, GIT)),
    MISSING_SCOPE("404 or 403: the token lacks a scope or permission", EnumSet.of(REST, GIT)),
    SSO_REQUIRED("403 with X-GitHub-SSO: the organisation wants the token authorised", EnumSet.of(REST, GIT)),
    PRIMARY_LIMIT("403 with X-RateLimit-Remaining: 0, until the reset", EnumSet.of(REST), Setting.RESETS_IN),
    SECONDARY_LIMIT(
            "403 or 429, with Retry-After or without", EnumSet.of(REST, GIT), Setting.STATUS, Setting.RETRY_AFTER),
    SERVER_ERROR("500, 502 or 503", EnumSet.allOf(Area.class), Setting.STATUS),
    SLOW("answered after a delay", EnumSet.allOf(Area.class), Setting.DELAY),
    HANG("not answered until the delay is over, then dropped", EnumSet.allOf(Area.class), Setting.DELAY),
    DROP_BEFORE("the connection is reset, and nothing has happened", EnumSet.allOf(Area.class)),
    DROP_AFTER("it happens, and the connection is reset instead of an answer", EnumSet.allOf(Area.class)),
    GIT_CUT("the transport is cut in the middle of a push, or of an answer", EnumSet.of(GIT), Setting.AT),
    PERMISSION_DENIED("403 of the model endpoint", EnumSet.of(MODEL)),
    RATE_LIMITED("429 of the model endpoint, with retry-after", EnumSet.of(MODEL), Setting.RETRY_AFTER),
    OVERLOADED("529 of the model endpoint", EnumSet.of(MODEL)),
    STREAM_CUT("the model's answer ends in the middle", EnumSet.of(MODEL)),
    SESSION_LIMIT("429 as a subscription gets it, until the reset", EnumSet.of(MODEL), Setting.RESETS_IN),
    WEEKLY_LIMIT("429 as a subscription gets it whose week is used up", EnumSet.of(MODEL), Setting.RESETS_IN),
    CREDIT_EXHAUSTED("the model endpoint's account has no money left", EnumSet.of(MODEL)),
    CONTENT_REFUSED("the model declines to answer", EnumSet.of(MODEL)),
    QUOTED_LIMIT("a normal answer of the model whose text quotes a limit", EnumSet.of(MODEL)),
    CONTEXT_EXCEEDED("400: the prompt is too long", EnumSet.of(MODEL));

    private final String meaning;
    private final Set<Area> areas;
    private final Set<Setting> settings;

    FaultKind(String meaning, Set<Area> areas, Setting... settings) {
        this.meaning = meaning;
        this.areas = areas;
        this.settings = Set.of(settings);
    }

    /** The kind of that name. */
    static Optional<FaultKind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }

    /** All names, for people. */
    static String words() {
        return Arrays.stream(values()).map(FaultKind::word).collect(Collectors.joining(", "));
    }

    /** Its name, such as {@code drop-after}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String meaning() {
        return meaning;
    }

    boolean happensIn(Area area) {
        return areas.contains(area);
    }

    String areas() {
        return Arrays.stream(Area.values())
                .filter(this::happensIn)
                .map(Area::word)
                .collect(Collectors.joining(", "));
    }

    boolean takes(Setting setting) {
        return settings.contains(setting);
    }

    /** Whether a request is of the sort that this can happen to. */
    boolean fits(Sighting request, FaultSettings with) {
        if (!happensIn(request.area())) {
            return false;
        }
        return switch (this) {
            case PRIMARY_LIMIT -> !request.path().equals("/rate_limit");
            case GIT_CUT -> request.method().equals("POST") && (request.pushing() || with.at() == CutAt.ANSWER);
            case STREAM_CUT, QUOTED_LIMIT, CONTEXT_EXCEEDED -> request.asksTheModel();
            case CONTENT_REFUSED -> request.asksTheModel() && !request.ofResponses();
            default -> true;
        };
    }
}
