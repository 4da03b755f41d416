package dev.slipway.starter.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.output.ExitCode;
import java.util.List;
import org.junit.jupiter.api.Test;

class NameResolutionTest {
    private static final NameResolution.Directory DIRECTORY =
            of("project/week-1/vault", "project/week-1/auction", "project/week-2/vault", "project/week-2/registry");

    @Test
    void aNameThatOneProjectHasIsEnough() {
        assertThat(NameResolution.project("auction", DIRECTORY)).isEqualTo("project/week-1/auction");
    }

    @Test
    void batchAndNameTellApartWhatANameAloneDoesNot() {
        assertThat(NameResolution.project("week-2/vault", DIRECTORY)).isEqualTo("project/week-2/vault");
    }

    @Test
    void aWorkflowIdIsTakenAsItIs() {
        assertThat(NameResolution.project("project/week-1/vault", DIRECTORY)).isEqualTo("project/week-1/vault");
    }

    @Test
    void anAmbiguousNameListsTheCandidates() {
        assertThatThrownBy(() -> NameResolution.project("vault", DIRECTORY))
                .isInstanceOfSatisfying(
                        CommandFailure.class,
                        failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.WRONG_USAGE))
                .hasMessageContaining("ambiguous")
                .hasMessageContaining("week-1/vault")
                .hasMessageContaining("week-2/vault");
    }

    @Test
    void aSlipOfTheFingerIsAnsweredWithTheNearestName() {
        assertThatThrownBy(() -> NameResolution.project("auctoin", DIRECTORY))
                .hasMessageContaining("Did you mean 'week-1/auction'?");
    }

    @Test
    void anUnknownNameListsWhatThereIs() {
        assertThatThrownBy(() -> NameResolution.project("week-1/nothing-like-it", DIRECTORY))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("There is no project 'week-1/nothing-like-it'")
                .hasMessageContaining("week-2/registry");
    }

    @Test
    void whereNothingRanItSaysSo() {
        assertThatThrownBy(() -> NameResolution.project("vault", of())).hasMessageContaining("No project has run here");
    }

    @Test
    void saysThatABatchHasNotStartedAProjectYet() {
        NameResolution.Directory directory = new NameResolution.Directory() {
            @Override
            public boolean hasProject(String workflowId) {
                return false;
            }

            @Override
            public List<String> projects() {
                return List.of();
            }

            @Override
            public List<String> notStarted() {
                return List.of("project/demo/vault");
            }
        };
        assertThatThrownBy(() -> NameResolution.project("vault", directory))
                .hasMessageContaining("demo/vault has not been started yet: batch 'demo' starts it");
        assertThatThrownBy(() -> NameResolution.project("demo/vault", directory))
                .hasMessageContaining("'slipway cancel --batch demo'");
        assertThatThrownBy(() -> NameResolution.project("other/vault", directory))
                .hasMessageContaining("There is no project");
    }

    private static NameResolution.Directory of(String... ids) {
        return new NameResolution.Directory() {
            @Override
            public boolean hasProject(String workflowId) {
                return List.of(ids).contains(workflowId);
            }

            @Override
            public List<String> projects() {
                return List.of(ids);
            }
        };
    }
}
