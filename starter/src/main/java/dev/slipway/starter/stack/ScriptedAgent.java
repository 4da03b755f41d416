package dev.slipway.starter.stack;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.starter.process.JavaProgram;
import java.nio.file.Path;
import java.util.List;

/** Settings of agents that play from the sandbox's script book. */
public final class ScriptedAgent {
    private static final String MAIN = "dev.slipway.sandbox.book.ScriptedAgentMain";

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
        command(seconds).forEach(command::add);
        return agents;
    }

    private static List<String> command(double seconds) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                // Too short a life for a compiler: a sixth less CPU time without one (measured).
                "-Xint",
                "-Xshare:auto",
                "-Xmx64m",
                "-cp",
                JavaProgram.ofModule("sandbox").jar().toString(),
                MAIN,
                "--seconds",
                seconds == Math.rint(seconds) ? Long.toString((long) seconds) : Double.toString(seconds));
    }
}
