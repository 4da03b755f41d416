package dev.slipway.sandbox.model;

import java.util.List;
import java.util.Map;

/**
 * What the model says.
 *
 * @param text may be empty
 * @param calls tools that it calls: empty when it has finished
 * @param declined whether it does not want to answer
 */
record Reply(String text, List<Call> calls, boolean declined) {
    /** What a request is answered that the model does not want to answer. */
    static final Reply DECLINED = new Reply("I can't help with that.", List.of(), true);

    /** A tool that is called. */
    record Call(String name, Map<String, String> input) {}

    Reply {
        calls = List.copyOf(calls);
    }

    Reply(String text, List<Call> calls) {
        this(text, calls, false);
    }

    /** The same, with something said first. */
    Reply beginning(String words) {
        return new Reply(text.isEmpty() ? words : words + "\n\n" + text, calls, declined);
    }

    String stopReason() {
        if (declined) {
            return "refusal";
        }
        return calls.isEmpty() ? "end_turn" : "tool_use";
    }
}
