package dev.slipway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.sandbox.world.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** GitHub's own JavaScript client takes the sandbox for GitHub. */
class OctokitIT {
    @TempDir
    Path folder;

    @Test
    void octokitDoesAWholePullRequest() throws Exception {
        NpmCache.needs("node");
        Path modules = NpmCache.installed("@octokit/rest", "22.0.1");
        Path script = Path.of(OctokitIT.class.getResource("/octokit/drive.mjs").toURI());
        try (SandboxServer sandbox = SandboxServer.start(SandboxOptions.in(folder.resolve("data")))) {
            Path out = folder.resolve("out.json");
            Path err = folder.resolve("err.txt");
            ProcessBuilder node = new ProcessBuilder("node", script.toString(), modules.toString(), sandbox.apiUrl())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            node.environment().put("SANDBOX_TOKEN", sandbox.token("factory-3"));
            Process process = node.start();
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).as(Files.readString(err)).isZero();

            JsonNode seen = Json.MAPPER.readTree(out.toFile());
            JsonNode expected = Json.MAPPER.readTree("""
                    {"login":"factory-3",
                     "files":["src/file 1.txt","src/file 2.txt","src/file 3.txt"],
                     "mergeable":true,
                     "merged":true,
                     "commits":["One (#1)","Initial commit"],
                     "content":"2\\n",
                     "conditional":304,
                     "taken":"422 name already exists on this account",
                     "gone":404}
                    """);
            assertThat(seen).isEqualTo(expected);
        }
    }
}
