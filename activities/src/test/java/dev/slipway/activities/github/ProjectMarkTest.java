package dev.slipway.activities.github;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProjectMarkTest {
    private static final String MARKER = "project/batch/vault";

    @Test
    void keepsTheMarkWhereADescriptionIsTooLong() {
        String marked = ProjectMark.on("é".repeat(400), MARKER);
        assertThat(marked).hasSizeLessThanOrEqualTo(350).endsWith("… (slipway: project/batch/vault)");
        assertThat(ProjectMark.isOn(marked, MARKER)).isTrue();
        assertThat(ProjectMark.on("😀".repeat(200), MARKER)).doesNotContain("\ud83d…");
    }

    @Test
    void putsADescriptionOnOneLine() {
        assertThat(ProjectMark.on("a\n\tb\u0000c", MARKER)).isEqualTo("a b c (slipway: project/batch/vault)");
        assertThat(ProjectMark.on("", MARKER)).isEqualTo("(slipway: project/batch/vault)");
    }

    @Test
    void knowsOnlyItsOwn() {
        assertThat(ProjectMark.isOn("x (slipway: project/batch/vault-2)", MARKER))
                .isFalse();
        assertThat(ProjectMark.isOn("(slipway: project/batch/vault) and more", MARKER))
                .isFalse();
        assertThat(ProjectMark.isOn(null, MARKER)).isFalse();
    }
}
