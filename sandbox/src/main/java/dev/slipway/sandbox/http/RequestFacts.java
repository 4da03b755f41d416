package dev.slipway.sandbox.http;

import dev.slipway.sandbox.world.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What becomes known about a request on its way through the filters; the request log reads it at the end. */
public final class RequestFacts {
    private static final String ATTRIBUTE = RequestFacts.class.getName();

    private Caller caller = Caller.ANONYMOUS;
    private @Nullable String route;
    private @Nullable String repository;
    private boolean git;
    private RateLimits.@Nullable Charge charge;
    private @Nullable String fault;
    private @Nullable String faultId;
    private boolean unanswered;

    private RequestFacts() {}

    public static RequestFacts of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof RequestFacts facts) {
            return facts;
        }
        RequestFacts facts = new RequestFacts();
        request.setAttribute(ATTRIBUTE, facts);
        return facts;
    }

    public Caller caller() {
        return caller;
    }

    public void caller(Caller newCaller) {
        caller = newCaller;
    }

    /** The route's template, as GitHub's description writes it. */
    public Optional<String> route() {
        return Optional.ofNullable(route);
    }

    public void route(String template) {
        route = template;
    }

    /** The full name of the repository it is about. */
    public Optional<String> repository() {
        return Optional.ofNullable(repository);
    }

    public void repository(String fullName) {
        repository = fullName;
    }

    public boolean git() {
        return git;
    }

    public void markGit() {
        git = true;
    }

    /** What it cost; absent for what is outside the rate limit. */
    public Optional<RateLimits.Charge> charge() {
        return Optional.ofNullable(charge);
    }

    public void charge(RateLimits.@Nullable Charge newCharge) {
        charge = newCharge;
    }

    /** The kind of fault that happened to it. */
    public Optional<String> fault() {
        return Optional.ofNullable(fault);
    }

    /** Which of the planned faults that was. */
    public Optional<String> faultId() {
        return Optional.ofNullable(faultId);
    }

    public void fault(String kind, String id) {
        fault = kind;
        faultId = id;
    }

    /** Whether its connection was lost before there was an answer. */
    public boolean isUnanswered() {
        return unanswered;
    }

    public void unanswered() {
        unanswered = true;
    }
}
