package dev.slipway.settings.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.settings.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretResolverTest {
    @TempDir
    private Path folder;

    private final SecretResolver resolver = new SecretResolver(Map.of("TOKEN", " t0ken\n", "BLANK", " "));

    @Test
    void readsAVariableWithoutTheBlanksAroundIt() {
        assertThat(resolver.resolve(new SecretRef.Environment("TOKEN")).reveal())
                .isEqualTo("t0ken");
    }

    @Test
    void readsAFileAnewEachTime() throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "first\n");
        SecretRef reference = new SecretRef.File(file);
        assertThat(resolver.resolve(reference).reveal()).isEqualTo("first");

        Files.writeString(file, "second\n");
        assertThat(resolver.resolve(reference).reveal()).isEqualTo("second");
    }

    @Test
    void saysWhatToDoAboutAMissingOne() throws IOException {
        assertThat(resolver.problem(new SecretRef.Environment("NONE")))
                .hasValueSatisfying(problem -> assertThat(problem).contains("NONE is not set", "export NONE="));
        assertThat(resolver.problem(new SecretRef.Environment("BLANK")))
                .hasValueSatisfying(problem -> assertThat(problem).contains("BLANK is empty"));
        assertThat(resolver.problem(new SecretRef.File(folder.resolve("none"))))
                .hasValueSatisfying(problem -> assertThat(problem).contains("there is no file"));
        assertThat(resolver.problem(new SecretRef.File(folder)))
                .hasValueSatisfying(problem -> assertThat(problem).contains("is a folder"));
        assertThat(resolver.problem(new SecretRef.File(Files.writeString(folder.resolve("empty"), "\n"))))
                .hasValueSatisfying(problem -> assertThat(problem).contains("is empty"));
        assertThat(resolver.problem(new SecretRef.Environment("TOKEN"))).isEmpty();
        assertThatThrownBy(() -> resolver.resolve(new SecretRef.Environment("NONE")))
                .isInstanceOf(ConfigurationException.class);
    }

    @Test
    void aSecretNeverPrintsItself() {
        SecretRef literal = new SecretRef.Literal(new Secret("hunter2"));

        assertThat(literal.toString()).doesNotContain("hunter2");
        assertThat(resolver.resolve(literal).toString()).doesNotContain("hunter2");
        assertThat(resolver.resolve(literal).reveal()).isEqualTo("hunter2");
    }
}
