package dev.slipway.sandbox;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.slipway.sandbox.world.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** A sandbox in a process of its own, as the command line starts it. */
final class SandboxProcess implements AutoCloseable {
    private final Process process;
    private final JsonNode ready;

    private SandboxProcess(Process process, JsonNode ready) {
        this.process = process;
        this.ready = ready;
    }

    static SandboxProcess start(Path folder, int port) throws IOException {
        Path readyFile = folder.resolve("ready.json");
        Files.deleteIfExists(readyFile);
        Path output = folder.resolve("output.txt");
        Process process = launch(
                output,
                List.of(
                        "--dir",
                        folder.resolve("data").toString(),
                        "--port",
                        String.valueOf(port),
                        "--ready-file",
                        readyFile.toString()));
        await("the sandbox listens")
                .atMost(Duration.ofMinutes(1))
                .until(() -> Files.exists(readyFile) || !process.isAlive());
        if (!process.isAlive()) {
            throw new IOException("the sandbox ended: " + Files.readString(output));
        }
        return new SandboxProcess(process, Json.MAPPER.readTree(readyFile.toFile()));
    }

    static Process launch(Path output, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                SandboxMain.class.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    String url() {
        return ready.path("url").asText();
    }

    int port() {
        return Integer.parseInt(url().substring(url().lastIndexOf(':') + 1));
    }

    long announcedPid() {
        return ready.path("pid").asLong();
    }

    long pid() {
        return process.pid();
    }

    String token(String login) throws IOException {
        ArrayNode tokens = (ArrayNode)
                Json.MAPPER.readTree(Path.of(ready.path("tokensFile").asText()).toFile());
        return StreamSupport.stream(tokens.spliterator(), false)
                .filter(token -> token.path("login").asText().equals(login))
                .map(token -> token.path("value").asText())
                .findFirst()
                .orElseThrow();
    }

    RestClient as(String login) throws IOException {
        return new RestClient(ready.path("apiUrl").asText(), token(login));
    }

    RestClient inspection() {
        return new RestClient(url() + "/_sandbox", null);
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
