package dev.slipway.starter.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.settings.path.SlipwayHome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes the installation of a sandboxed stack: the sandbox's users as accounts, their tokens in files that only this user
 * can read, and the agents to use. JSON is YAML, so it is written as that.
 */
public final class SandboxInstallation {
    private static final String CLASSIC = "classic";
    private static final String USERS = "factory-";

    private final Path folder;
    private final Sandbox sandbox;
    private final boolean writePacing;

    /** @param folder for the file and the tokens */
    public SandboxInstallation(Path folder, Sandbox sandbox) {
        this(folder, sandbox, true);
    }

    /** @param writePacing false: writes follow each other at once, for measurements */
    SandboxInstallation(Path folder, Sandbox sandbox, boolean writePacing) {
        this.folder = folder;
        this.sandbox = sandbox;
        this.writePacing = writePacing;
    }

    /** Where a sandboxed stack has its own. */
    static Path folder(SlipwayHome stack) {
        return stack.state().resolve("installation");
    }

    /**
     * Writes it.
     *
     * @param accounts names to give to the sandbox's users, in turn; empty: the users' own, all of them
     * @param agents the section {@code agents}
     * @param artifacts the artifact store; empty to leave it to another file
     * @return the file
     */
    public Path write(List<String> accounts, ObjectNode agents, Optional<URI> artifacts) throws IOException {
        return write(accounts, agents, JsonNodeFactory.instance.objectNode(), artifacts);
    }

    /** @param others further sections */
    Path write(List<String> accounts, ObjectNode agents, ObjectNode others, Optional<URI> artifacts)
            throws IOException {
        Files.createDirectories(folder);
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ObjectNode github = root.putObject("github")
                .put("api_url", sandbox.apiUrl().toString())
                .put("git_url", sandbox.url().toString());
        if (!writePacing) {
            github.put("write_spacing", "0s");
        }
        artifacts.ifPresent(store -> root.putObject("stores").put("artifacts", store.toString()));
        root.putObject("worker").put("min_free_disk", "500MB");
        ArrayNode list = root.putArray("accounts");
        List<Map.Entry<String, String>> users = users();
        int count = accounts.isEmpty() ? users.size() : accounts.size();
        for (int i = 0; i < count; i++) {
            Map.Entry<String, String> user = users.get(i % users.size());
            String name = accounts.isEmpty() ? user.getKey() : accounts.get(i);
            Path token = folder.resolve("token-" + user.getKey());
            writePrivately(token, user.getValue());
            list.addObject().put("name", name).put("token", "${file:" + token + "}");
        }
        root.set("agents", agents);
        root.setAll(others);
        Path file = folder.resolve("config.yaml");
        Files.writeString(file, root.toPrettyString());
        return file;
    }

    /** The key for the model endpoint, where one was asked for. */
    static Optional<String> keyIn(SlipwayHome home) {
        try {
            Path file = keyFile(home);
            return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("can't read the key of the model endpoint", e);
        }
    }

    private static Path keyFile(SlipwayHome home) {
        return folder(home).resolve("model-key");
    }

    /** A key for the model endpoint, in a file. */
    static Path key(SlipwayHome home) throws IOException {
        Path file = keyFile(home);
        Files.createDirectories(file.getParent());
        writePrivately(file, "sk-ant-sandbox-key");
        return file;
    }

    /** The sandbox's factory users, each with its first full token. */
    private List<Map.Entry<String, String>> users() {
        List<Map.Entry<String, String>> users = new ArrayList<>();
        for (JsonNode token : sandbox.tokens().path("tokens")) {
            String login = token.path("login").asText();
            boolean known = users.stream().anyMatch(user -> user.getKey().equals(login));
            if (login.startsWith(USERS) && !known && token.path("kind").asText().equals(CLASSIC)) {
                users.add(Map.entry(login, token.path("token").asText()));
            }
        }
        return users;
    }

    private static void writePrivately(Path file, String secret) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, secret);
    }
}
