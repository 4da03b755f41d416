package dev.slipway.starter.stack;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.starter.process.JavaProgram;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** Settings of agents that play from the sandbox's script book. */
public final class ScriptedAgent {
    private static final String MAIN = "dev.slipway.sandbox.book.ScriptedAgentMain";
    private static final String CLAUDE = "dev.slipway.sandbox.claude.ScriptedClaudeMain";

    private ScriptedAgent() {}

    /**
     * The section {@code agents} with one that plays from the book.
     *
     * @param kind {@code scripted}, or {@code command} to have it run as any other program is
     * @param seconds of each run; a start of the JVM counts in
     */
    public static ObjectNode agents(String kind, double seconds) {
        ObjectNode agents = JsonNodeFactory.instance.objectNode();
        agents.put("default", kind);
        ArrayNode command = agents.putObject(kind).put("kind", kind).putArray("command");
        command(MAIN, seconds).forEach(command::add);
        return agents;
    }

    /**
     * The section {@code agents} with one that plays Claude Code, and asks the sandbox's model endpoint as that does.
     *
     * @param usd that a run costs on average
     * @param billing {@code metered} or {@code subscription}, of its one seat, {@code claude/sandbox}
     * @param keyFile where a key for the model endpoint is
     */
    public static ObjectNode claude(double seconds, String usd, String billing, URI modelUrl, Path keyFile) {
        ObjectNode agents = JsonNodeFactory.instance.objectNode();
        agents.put("default", "claude");
        ObjectNode claude = agents.putObject("claude").put("kind", "claude").put("base_url", modelUrl.toString());
        ArrayNode command = claude.putArray("command");
        command(CLAUDE, seconds).forEach(command::add);
        command.add("--usd").add(usd);
        claude.putArray("seats")
                .addObject()
                .put("name", "sandbox")
                .put("billing", billing)
                .put(billing.equals("metered") ? "api_key" : "oauth_token", "${file:" + keyFile + "}");
        return agents;
    }

    private static List<String> command(String main, double seconds) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                // Too short a life for a compiler: a sixth less CPU time without one (measured).
                "-Xint",
                "-Xshare:auto",
                "-Xmx64m",
                "-cp",
                JavaProgram.ofModule("sandbox").jar().toString(),
                main,
                "--seconds",
                seconds == Math.rint(seconds) ? Long.toString((long) seconds) : Double.toString(seconds));
    }
}
