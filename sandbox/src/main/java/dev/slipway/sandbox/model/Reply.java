package dev.slipway.sandbox.model;

import java.util.List;
import java.util.Map;

/**
 * What the model says.
 *
 * @param text may be empty
 * @param calls tools that it calls: empty when it has finished
 */
record Reply(String text, List<Call> calls) {
    /** A tool that is called. */
    record Call(String name, Map<String, String> input) {}

    Reply {
        calls = List.copyOf(calls);
    }

    /** The same, with something said first. */
    Reply beginning(String words) {
        return new Reply(text.isEmpty() ? words : words + "\n\n" + text, calls);
    }

    String stopReason() {
        return calls.isEmpty() ? "end_turn" : "tool_use";
    }
}
