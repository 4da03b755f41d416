package dev.slipway.activities.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChildEnvironmentTest {
    @Test
    void agentsSpeakTheWorkersLanguage() {
        assertThat(ChildEnvironment.from(Map.of("LANG", "de_DE.UTF-8", "LC_ALL", "C.UTF-8"), List.of()))
                .containsEntry("LC_ALL", "C.UTF-8");
    }

    @Test
    void agentsThatAreToldNoLanguageSpeakTheSystems() {
        assertThat(ChildEnvironment.from(Map.of(), List.of()))
                .containsEntry("LANG", "C.UTF-8")
                .doesNotContainKey("LC_ALL");
    }

    @Test
    void agentsGetNothingElseOfTheWorkers() {
        assertThat(ChildEnvironment.from(Map.of("GITHUB_TOKEN", "ghp_made-up", "PATH", "/home/me/bin"), List.of()))
                .containsOnlyKeys("PATH", "LANG", "TERM", "NO_COLOR")
                .extractingByKey("PATH")
                .asString()
                .doesNotContain("/home/me");
    }
}
