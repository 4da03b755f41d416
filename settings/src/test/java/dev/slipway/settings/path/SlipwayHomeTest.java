package dev.slipway.settings.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SlipwayHomeTest {
    @Test
    void oneVariableMovesAllOfIt() {
        SlipwayHome home = SlipwayHome.from(Map.of("SLIPWAY_HOME", "/srv/slipway", "XDG_STATE_HOME", "/elsewhere"));

        assertThat(home)
                .isEqualTo(new SlipwayHome(
                        Path.of("/srv/slipway/state"), Path.of("/srv/slipway/cache"), Path.of("/srv/slipway/config")));
        assertThat(home.configFile()).isEqualTo(Path.of("/srv/slipway/config/config.yaml"));
        assertThat(home.workspaces()).isEqualTo(Path.of("/srv/slipway/state/workspaces"));
        assertThat(home.tools()).isEqualTo(Path.of("/srv/slipway/cache/tools"));
    }

    @Test
    void theXdgFoldersAreUsedWhereTheyAreSet() {
        SlipwayHome home = SlipwayHome.from(
                Map.of("HOME", "/home/ann", "XDG_STATE_HOME", "/s", "XDG_CACHE_HOME", "/c", "XDG_CONFIG_HOME", "/f"));

        assertThat(home)
                .isEqualTo(new SlipwayHome(Path.of("/s/slipway"), Path.of("/c/slipway"), Path.of("/f/slipway")));
    }

    @Test
    void elseTheUsersOwn() {
        SlipwayHome home = SlipwayHome.from(Map.of("HOME", "/home/ann", "SLIPWAY_HOME", " "));

        assertThat(home)
                .isEqualTo(new SlipwayHome(
                        Path.of("/home/ann/.local/state/slipway"),
                        Path.of("/home/ann/.cache/slipway"),
                        Path.of("/home/ann/.config/slipway")));
    }

    @Test
    void aRelativeHomeIsMadeAbsolute() {
        assertThat(SlipwayHome.from(Map.of("SLIPWAY_HOME", "here")).state()).isAbsolute();
    }
}
