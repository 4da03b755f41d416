package dev.slipway.sandbox.fault;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads a fault as it is asked for, and says what is wrong with it. */
final class FaultForm {
    static final List<String> KEYS = List.of(
            "kind",
            "route",
            "user",
            "share",
            "times",
            "for",
            "every",
            "after",
            "seed",
            "status",
            "retryAfter",
            "delay",
            "resetsIn",
            "at");

    private static final long USUAL_SEED = 1;
    private static final Duration USUAL_RESET = Duration.ofMinutes(1);
    private static final Duration USUAL_SESSION = Duration.ofHours(5);
    private static final Duration USUAL_DELAY = Duration.ofSeconds(2);
    private static final Duration USUAL_HANG = Duration.ofMinutes(10);

    /** A slow answer keeps one of the sandbox's threads. */
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(1);

    private static final Duration LONGEST_HANG = Duration.ofHours(24);

    private final Instant now;
    private final Predicate<String> knownUser;

    /** @param knownUser whether there is a user of that name */
    FaultForm(Instant now, Predicate<String> knownUser) {
        this.now = now;
        this.knownUser = knownUser;
    }

    /**
     * Reads one fault; it has no id yet.
     *
     * @throws FaultProblem which names the key
     */
    Fault read(JsonNode json) {
        return read(json, null);
    }

    /** Reads one fault of a profile. */
    Fault read(JsonNode json, @Nullable String profile) {
        Fields fields = new Fields(json, KEYS);
        FaultKind kind = kind(fields);
        Arrays.stream(Setting.values())
                .filter(setting -> fields.has(setting.key()) && !kind.takes(setting))
                .findFirst()
                .ifPresent(setting -> {
                    throw new FaultProblem(setting.key(), kind.word() + " does not take " + setting.key());
                });
        Instant starts = now.plus(fields.duration("after").orElse(Duration.ZERO));
        FaultSettings settings = settings(kind, fields, starts);
        FaultRoute route = route(kind, fields);
        return new Fault(
                "",
                kind,
                route,
                user(kind, route, fields),
                fields.share("share").orElse(1.0),
                fields.whole("times", 1, Integer.MAX_VALUE)
                        .map(Math::toIntExact)
                        .orElse(null),
                fields.duration("every").orElse(null),
                fields.whole("seed", Long.MIN_VALUE, Long.MAX_VALUE).orElse(USUAL_SEED),
                starts,
                until(fields, starts, settings),
                profile,
                settings);
    }

    private static FaultKind kind(Fields fields) {
        String word = fields.text("kind")
                .orElseThrow(() -> new FaultProblem("kind", "which kind of fault? Known are " + FaultKind.words()));
        return FaultKind.of(word)
                .orElseThrow(
                        () -> new FaultProblem("kind", "unknown kind '" + word + "'; known are " + FaultKind.words()));
    }

    private static FaultRoute route(FaultKind kind, Fields fields) {
        FaultRoute route = fields.text("route").map(FaultRoute::parse).orElse(FaultRoute.ANY);
        route.area().filter(area -> !kind.happensIn(area)).ifPresent(area -> {
            throw new FaultProblem(
                    "route", kind.word() + " does not happen in " + area.word() + ", only in " + kind.areas());
        });
        return route;
    }

    private @Nullable String user(FaultKind kind, FaultRoute route, Fields fields) {
        Optional<String> user = fields.text("user");
        if (user.isEmpty()) {
            return null;
        }
        boolean onlyModel = !kind.happensIn(Area.REST) && !kind.happensIn(Area.GIT);
        if (onlyModel || route.area().equals(Optional.of(Area.MODEL))) {
            throw new FaultProblem("user", "requests of the model endpoint have no user");
        }
        if (!knownUser.test(user.get())) {
            throw new FaultProblem("user", "there is no user '" + user.get() + "'");
        }
        return user.get();
    }

    private static FaultSettings settings(FaultKind kind, Fields fields, Instant starts) {
        return new FaultSettings(
                status(kind, fields),
                fields.text("retryAfter")
                        .map(text -> RetryAfter.parse(text)
                                .orElseThrow(() -> new FaultProblem(
                                        "retryAfter",
                                        "'" + text + "' is neither a duration such as 5s, nor date, date:5s or none")))
                        .orElse(null),
                delay(kind, fields),
                kind.takes(Setting.RESETS_IN)
                        ? starts.plus(fields.duration("resetsIn")
                                .orElse(kind == FaultKind.PRIMARY_LIMIT ? USUAL_RESET : USUAL_SESSION))
                        : null,
                kind.takes(Setting.AT) ? cut(fields) : null);
    }

    private static @Nullable Integer status(FaultKind kind, Fields fields) {
        List<Long> allowed = kind == FaultKind.SECONDARY_LIMIT ? List.of(403L, 429L) : List.of(500L, 502L, 503L);
        return fields.whole("status", 100, 599)
                .map(status -> {
                    if (!allowed.contains(status)) {
                        throw new FaultProblem(
                                "status", kind.word() + " does not answer " + status + ", only " + allowed);
                    }
                    return Math.toIntExact(status);
                })
                .orElse(null);
    }

    private static @Nullable Duration delay(FaultKind kind, Fields fields) {
        if (!kind.takes(Setting.DELAY)) {
            return null;
        }
        boolean hang = kind == FaultKind.HANG;
        Duration longest = hang ? LONGEST_HANG : LONGEST_DELAY;
        Duration delay = fields.duration("delay").orElse(hang ? USUAL_HANG : USUAL_DELAY);
        if (delay.compareTo(longest) > 0) {
            throw new FaultProblem(
                    "delay",
                    Durations.text(delay) + " is too long for " + kind.word() + ": at most " + Durations.text(longest));
        }
        return delay;
    }

    private static CutAt cut(Fields fields) {
        String word = fields.text("at").orElse(CutAt.REQUEST.word());
        return Arrays.stream(CutAt.values())
                .filter(at -> at.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new FaultProblem("at", "'" + word + "' is neither request nor answer"));
    }

    private static @Nullable Instant until(Fields fields, Instant starts, FaultSettings settings) {
        Instant end = fields.duration("for").map(starts::plus).orElse(null);
        Instant reset = settings.resetsAt();
        if (reset == null) {
            return end;
        }
        return end == null || reset.isBefore(end) ? reset : end;
    }
}
