package dev.slipway.activities.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.activities.process.PlainLauncher;
import dev.slipway.activities.process.ProcessLauncher;
import dev.slipway.activities.process.ProcessSpec;
import dev.slipway.activities.process.RunningProcess;
import dev.slipway.activities.scan.SecretScanner;
import dev.slipway.settings.ConfigurationException;
import dev.slipway.settings.path.SlipwayHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostCheckTest {
    @TempDir
    private Path folder;

    private SlipwayHome home() {
        return SlipwayHome.from(Map.of("SLIPWAY_HOME", folder.toString()));
    }

    @Test
    void comesThroughAndLeavesNothingBehind() throws IOException {
        HostCheck check = HostCheck.start(home(), new PlainLauncher(), new SecretScanner(List.of()));

        assertThatCode(check::await).doesNotThrowAnyException();
        try (var left = Files.list(home().workspaces())) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void saysWhyAHostCanNotHaveWorkspaces() throws IOException {
        Files.createDirectories(home().workspaces().getParent());
        Files.writeString(home().workspaces(), "a file where a folder should be");

        assertThatThrownBy(HostCheck.start(home(), new PlainLauncher(), new SecretScanner(List.of()))::await)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(home().workspaces().toString());
    }

    @Test
    void saysWhenNoProgramCanBeStarted() {
        HostCheck check = HostCheck.start(home(), new BrokenLauncher(), new SecretScanner(List.of()));

        assertThatThrownBy(check::await)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("could not start 'bwrap'");
    }

    private static final class BrokenLauncher implements ProcessLauncher {
        @Override
        public RunningProcess start(ProcessSpec spec, Consumer<String> onLine) throws IOException {
            throw new IOException("could not start 'bwrap'");
        }

        @Override
        public boolean isolates() {
            return true;
        }
    }
}
