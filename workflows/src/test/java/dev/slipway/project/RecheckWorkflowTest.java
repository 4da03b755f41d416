package dev.slipway.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.repository.RepositoryId;
import dev.slipway.run.ProjectName;
import dev.slipway.run.RunKey;
import dev.slipway.run.WorkflowIds;
import dev.slipway.testing.Outcomes;
import dev.slipway.testing.Specs;
import dev.slipway.testing.World;
import dev.slipway.verification.Verification;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RecheckWorkflowTest {
    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    private Verification recheck() {
        return world.client()
                .newWorkflowStub(
                        RecheckWorkflow.class,
                        World.options(WorkflowIds.recheck(World.BATCH, ProjectName.of("token-vault"))))
                .run(new RecheckInput(
                        World.BATCH,
                        Specs.project("token-vault").spec(),
                        RunKey.of("k3y00001"),
                        RepositoryId.of("alice/token-vault"),
                        "https://github.test/alice/token-vault",
                        World.OPTIONS));
    }

    @Test
    void saysWhatTheBuildSaysAndChangesNothing() {
        world.script.build = request -> Outcomes.red("Error: ParserError");
        world.start().accounts("alice");

        assertThat(recheck().headline()).isEqualTo("Error: ParserError");
        assertThat(world.host("host-1").openings).singleElement().satisfies(opening -> {
            assertThat(opening.readOnly()).isTrue();
            assertThat(opening.branch()).isEqualTo("slipway/k3y00001");
            assertThat(opening.repository().cloneUrl()).isEqualTo("https://github.test/alice/token-vault.git");
        });
        assertThat(world.host("host-1").open()).isZero();
        assertThat(world.github.ensured).isEmpty();
        assertThat(world.pool().accounts()).allMatch(account -> account.leases() == 0);
    }

    @Test
    void buildsAnewEachTime() {
        world.start().accounts("alice");
        recheck();
        recheck();
        assertThat(world.calls)
                .extracting(call -> call.step())
                .doesNotHaveDuplicates()
                .hasSize(2);
    }
}
