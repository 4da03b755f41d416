package dev.slipway.settings.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.run.HostId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostIdentityTest {
    @TempDir
    private Path folder;

    private SlipwayHome home;

    @BeforeEach
    void home() {
        home = SlipwayHome.from(Map.of("SLIPWAY_HOME", folder.resolve("slipway").toString()));
    }

    @Test
    void staysTheSame() {
        HostId first = HostIdentity.of(home);

        assertThat(HostIdentity.of(home)).isEqualTo(first);
        assertThat(home.state().resolve("host-id")).hasContent(first.value());
    }

    @Test
    void isTheSameForAllWhoAskAtOnce() {
        Set<HostId> ids = IntStream.range(0, 16)
                .parallel()
                .mapToObj(i -> HostIdentity.of(home))
                .collect(Collectors.toCollection(HashSet::new));

        assertThat(ids).hasSize(1);
    }

    @Test
    void differsBetweenHomes() {
        SlipwayHome other =
                SlipwayHome.from(Map.of("SLIPWAY_HOME", folder.resolve("other").toString()));

        assertThat(HostIdentity.of(home)).isNotEqualTo(HostIdentity.of(other));
    }

    @Test
    void isMadeAnewWhereAProcessDiedBeforeItWasWritten() throws IOException {
        Files.createDirectories(home.state());
        Files.createFile(home.state().resolve("host-id"));

        assertThat(HostIdentity.of(home)).isEqualTo(HostIdentity.of(home));
    }

    @Test
    void refusesAFileWithSomethingElseInIt() throws IOException {
        Files.createDirectories(home.state());
        Files.writeString(home.state().resolve("host-id"), "not an id!");

        assertThatThrownBy(() -> HostIdentity.of(home))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("host-id");
    }

    @Test
    void anyHostNameMakesAnId() {
        assertThat(HostIdentity.slug("Build_Host 7.Example")).isEqualTo("build-host-7-example");
        assertThat(HostIdentity.slug("---")).isEqualTo("host");
        assertThat(HostIdentity.slug("x".repeat(90))).hasSize(40);
    }
}
