package dev.slipway.starter.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which requests a fault is for, when, and what it is like. The sandbox checks what they mean. */
final class FaultOptions {
    @Option(
            names = "--route",
            paramLabel = "ROUTE",
            description = {
                "Only these requests: a method, then a path with * or a name:",
                "rest, rest-read, rest-write, git, git-fetch, git-push, model.",
                "Such as 'POST /repos/*/*/pulls' or git-push."
            })
    private @Nullable String route;

    @Option(names = "--user", paramLabel = "LOGIN", description = "Only requests of this user.")
    private @Nullable String user;

    @Option(names = "--share", paramLabel = "N", description = "Only this share of them, such as 0.2.")
    private @Nullable Double share;

    @Option(names = "--times", paramLabel = "N", description = "So many requests, and then no more.")
    private @Nullable Integer times;

    @Option(names = "--for", paramLabel = "DURATION", description = "For so long.")
    private @Nullable String lasting;

    @Option(names = "--after", paramLabel = "DURATION", description = "Not before this has passed.")
    private @Nullable String after;

    @Option(names = "--every", paramLabel = "DURATION", description = "One request each time that this has passed.")
    private @Nullable String every;

    @Option(names = "--seed", paramLabel = "N", description = "Decides which requests --share hits; 1.")
    private @Nullable Long seed;

    @Option(
            names = "--status",
            paramLabel = "N",
            description = "server-error: 500, 502 or 503. secondary-limit: 403 or 429.")
    private @Nullable Integer status;

    @Option(
            names = "--retry-after",
            paramLabel = "DURATION",
            description = "secondary-limit, rate-limited: 5s, as a date with date or date:5s, or none.")
    private @Nullable String retryAfter;

    @Option(names = "--delay", paramLabel = "DURATION", description = "slow, hang: how long.")
    private @Nullable String delay;

    @Option(
            names = "--resets-in",
            paramLabel = "DURATION",
            description = "primary-limit, session-limit, weekly-limit: how long the limit lasts.")
    private @Nullable String resetsIn;

    @Option(names = "--at", paramLabel = "WHERE", description = "git-cut: in the middle of the request or answer.")
    private @Nullable String at;

    /** The fault that is asked for, as the sandbox takes it. */
    ObjectNode fault(String kind) {
        ObjectNode fault = JsonNodeFactory.instance.objectNode().put("kind", kind);
        put(fault, "route", route);
        put(fault, "user", user);
        put(fault, "for", lasting);
        put(fault, "after", after);
        put(fault, "every", every);
        put(fault, "retryAfter", retryAfter);
        put(fault, "delay", delay);
        put(fault, "resetsIn", resetsIn);
        put(fault, "at", at);
        if (share != null) {
            fault.put("share", share);
        }
        if (times != null) {
            fault.put("times", times);
        }
        if (seed != null) {
            fault.put("seed", seed);
        }
        if (status != null) {
            fault.put("status", status);
        }
        return fault;
    }

    static void put(ObjectNode json, String key, @Nullable String value) {
        if (value != null) {
            json.put(key, value);
        }
    }
}
