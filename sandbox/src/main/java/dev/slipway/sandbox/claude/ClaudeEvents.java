package dev.slipway.sandbox.claude;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Prints events as Claude Code 2.1 does, as far as anybody reads them. Nothing in them needs escaping but paths. */
final class ClaudeEvents {
    private static final int TOKENS_PER_DOLLAR = 50_000;

    private final PrintStream out;
    private final String session;
    private int turns;

    ClaudeEvents(PrintStream out, String session) {
        this.out = new PrintStream(out, true, StandardCharsets.UTF_8);
        this.session = session;
    }

    void init() {
        print("system", "\"subtype\":\"init\",\"model\":\"claude-scripted\",\"permissionMode\":\"acceptEdits\"");
    }

    void wrote(String path) {
        turns++;
        print(
                "assistant",
                new StringBuilder("\"message\":{\"id\":\"msg_")
                        .append(turns)
                        .append(
                                "\",\"role\":\"assistant\",\"model\":\"claude-scripted\",\"content\":[{\"type\":\"text\",")
                        .append("\"text\":\"write ")
                        .append(path.replace("\\", "\\\\").replace("\"", "\\\""))
                        .append("\"}],\"usage\":{\"input_tokens\":100,\"output_tokens\":20}}")
                        .toString());
    }

    void done(double usd) {
        result("success", false, 0, "Done.", usd);
    }

    void overBudget(double usd) {
        result("error_max_budget_usd", true, 0, "", usd);
    }

    void unknownSession() {
        result("error_during_execution", true, 0, "", 0);
    }

    /** The endpoint did not let it go on. */
    void refused(ModelEndpoint.Answer answer, double usd) {
        int status = answer.status();
        if (!answer.claim().isEmpty()) {
            print(
                    "rate_limit_event",
                    new StringBuilder("\"rate_limit_info\":{\"status\":\"rejected\",\"resetsAt\":")
                            .append(answer.reset())
                            .append(",\"rateLimitType\":\"")
                            .append(answer.claim())
                            .append("\"}")
                            .toString());
        }
        print(
                "assistant",
                new StringBuilder("\"message\":{\"id\":\"msg_end\",\"role\":\"assistant\",\"model\":\"<synthetic>\",")
                        .append("\"content\":[]},\"error\":\"")
                        .append(error(status))
                        .append("\",\"api_error_status\":")
                        .append(status)
                        .toString());
        result("success", true, status, "API Error", usd);
    }

    private static String error(int status) {
        return switch (status) {
            case 401, 403 -> "authentication_failed";
            case 402 -> "billing_error";
            case 429 -> "rate_limit";
            default -> "server_error";
        };
    }

    private void result(String subtype, boolean error, int status, String said, double usd) {
        // Written in millionths by hand: a formatter costs a new JVM more time than all the rest.
        long micros = Math.round(usd * 1_000_000);
        print(
                "result",
                new StringBuilder("\"subtype\":\"")
                        .append(subtype)
                        .append("\",\"is_error\":")
                        .append(error)
                        .append(status == 0 ? "" : ",\"api_error_status\":".concat(Integer.toString(status)))
                        .append(",\"num_turns\":")
                        .append(turns)
                        .append(",\"result\":\"")
                        .append(said)
                        .append("\",\"total_cost_usd\":")
                        .append(micros / 1_000_000)
                        .append('.')
                        .append(Long.toString(1_000_000 + micros % 1_000_000), 1, 7)
                        .append(",\"usage\":{\"input_tokens\":")
                        .append(Math.round(usd * TOKENS_PER_DOLLAR))
                        .append(",\"output_tokens\":0},\"permission_denials\":[]")
                        .toString());
    }

    private void print(String type, String rest) {
        out.println(new StringBuilder("{\"type\":\"")
                .append(type)
                .append("\",\"session_id\":\"")
                .append(session)
                .append("\",")
                .append(rest)
                .append('}'));
    }
}
