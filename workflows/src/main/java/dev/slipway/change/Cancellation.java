package dev.slipway.change;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why a run is cancelled, as it goes along as the reason of Temporal's cancellation request.
 *
 * @param by who
 * @param keepWorkspace whether files and checkpoint stay, so that a later run can go on from them
 */
public record Cancellation(String by, boolean keepWorkspace) {
    private static final String KEPT = ", workspace kept";
    private static final Pattern FORM = Pattern.compile("cancelled by (.*?)(" + KEPT + ")?");

    /** The reason to send. */
    public String reason() {
        return "cancelled by " + by + (keepWorkspace ? KEPT : "");
    }

    /** Reads a reason; one that comes from elsewhere, such as the Web UI, keeps what is there. */
    public static Cancellation of(String reason) {
        Matcher matcher = FORM.matcher(reason == null ? "" : reason);
        return matcher.matches()
                ? new Cancellation(matcher.group(1), matcher.group(2) != null)
                : new Cancellation("somebody", true);
    }
}
