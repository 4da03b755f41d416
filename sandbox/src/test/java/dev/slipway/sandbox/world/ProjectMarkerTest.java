package dev.slipway.sandbox.world;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProjectMarkerTest {
    @Test
    void readsTheProjectAtTheEndOfADescriptionOnly() {
        assertThat(ProjectMarker.of("A vault (slipway: project/demo/token-vault)"))
                .hasValue("project/demo/token-vault");
        assertThat(ProjectMarker.of("(slipway: a/b) and more")).isEmpty();
        assertThat(ProjectMarker.of("A vault")).isEmpty();
        assertThat(ProjectMarker.of(null)).isEmpty();
    }

    @Test
    void readsTheRunFromTheBodyBeforeTheBranch() {
        assertThat(ProjectMarker.runKey("What\n\nSlipway run: r-1\n", "slipway/r-2"))
                .hasValue("r-1");
        assertThat(ProjectMarker.runKey("- **Slipway run:** `r-1`.", "other")).hasValue("r-1");
        assertThat(ProjectMarker.runKey("Slipway run:\nnothing", "slipway/r-2")).hasValue("r-2");
        assertThat(ProjectMarker.runKey(null, "feature")).isEmpty();
    }
}
