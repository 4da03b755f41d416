package dev.slipway.settings.installation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.settings.ConfigurationException;
import dev.slipway.settings.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent {@code codex}, and for how long any agent may say nothing. */
class CodexSettingsTest {
    @TempDir
    private Path folder;

    @Test
    void readsAnAgentByItsName() throws IOException {
        AgentSettings codex = agents("""
                agents:
                  codex: {model: m, base_url: 'https://models.example.com/v1', api_key: '${KEY}', stall_after: 90s}
                """).get(0);

        assertThat(codex.kind()).isEqualTo(AgentKind.CODEX);
        assertThat(codex.command()).isEmpty();
        assertThat(codex.maxTurns()).isZero();
        assertThat(codex.stallAfter()).isEqualTo(Duration.ofSeconds(90));
        assertThat(codex.seats())
                .singleElement()
                .satisfies(seat -> assertThat(seat.apiKey()).isNotNull());
    }

    @Test
    void anyAgentMayBeSilentForAWhileAndForAnyTimeWhereThatIsSaid() throws IOException {
        List<AgentSettings> agents = agents("""
                agents:
                  default: claude
                  claude: {}
                  mine: {kind: command, command: x, stall_after: 0}
                """);

        assertThat(agents)
                .extracting(AgentSettings::stallAfter)
                .containsExactly(AgentSettings.STALL_AFTER, Duration.ZERO);
    }

    @Test
    void mistakesAreToldWithTheirLines() throws IOException {
        assertThat(problem("agents:\n  codex:\n    oauth_token: '${T}'\n")).contains(":3: ", "api_key");
        assertThat(problem("agents:\n  codex:\n    stall_after: 40h\n")).contains(":3: ", "stall_after", "1d");
        assertThat(problem("agents:\n  mine:\n    command: x\n")).contains("kind: codex");
    }

    private List<AgentSettings> agents(String text) throws IOException {
        return InstallationReader.inspect(List.of(write(text)), Map.of(), Target.GITHUB)
                .installation()
                .agents()
                .agents();
    }

    private String problem(String text) throws IOException {
        Path file = write(text);
        ConfigurationException wrong = catchThrowableOfType(
                ConfigurationException.class, () -> InstallationReader.inspect(List.of(file), Map.of(), Target.GITHUB));
        return String.join("\n", wrong.problems());
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("config.yaml"), text);
    }
}
