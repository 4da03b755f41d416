package dev.slipway.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.agent.AgentOutcome;
import dev.slipway.agent.AgentRun;
import dev.slipway.agent.Approach;
import dev.slipway.agent.PromptSize;
import dev.slipway.run.RunState;
import dev.slipway.testing.Outcomes;
import dev.slipway.testing.Specs;
import dev.slipway.testing.World;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Agents that take too long, say nothing or lose their way are gone about differently the next time. */
class SlowAgentTest {
    private final World world = new World();
    private final List<AgentRun> runs = new CopyOnWriteArrayList<>();

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void aSecondRunHasMoreTimeAndAfterAStallFewerWords() {
        Iterator<AgentOutcome> outcomes = List.of(AgentOutcome.TIMED_OUT, AgentOutcome.STALLED, AgentOutcome.COMPLETED)
                .iterator();
        world.script.agent = run -> {
            runs.add(run);
            return outcomes.hasNext()
                    ? Outcomes.agent(run, outcomes.next(), null, "it took too long")
                    : Outcomes.worked(run);
        };

        ProjectReport report = world.start()
                .accounts("alice")
                .run(Specs.project("vault").maxRetries(3).spec())
                .result();

        assertThat(report.state()).isEqualTo(RunState.COMPLETED);
        assertThat(runs)
                .extracting(AgentRun::approach)
                .containsExactly(Approach.FIRST, new Approach(PromptSize.FULL, 1), new Approach(PromptSize.SHORT, 2));
        assertThat(runs.get(1).timeout())
                .isEqualTo(runs.get(0).timeout().multipliedBy(3).dividedBy(2));
        assertThat(runs.get(2).timeout()).isEqualTo(runs.get(0).timeout().multipliedBy(2));
    }

    @Test
    void aRunThatABudgetCutShortGoesOnAsItWasGoneAbout() {
        Iterator<AgentOutcome> outcomes = List.of(
                        AgentOutcome.STALLED, AgentOutcome.SPEND_LIMIT, AgentOutcome.OVERLOADED)
                .iterator();
        world.script.agent = run -> {
            runs.add(run);
            return outcomes.hasNext() ? Outcomes.agent(run, outcomes.next(), null, "not yet") : Outcomes.worked(run);
        };

        world.start()
                .accounts("alice")
                .run(Specs.project("vault").maxRetries(2).spec())
                .result();

        Approach slower = new Approach(PromptSize.SHORT, 1);
        assertThat(runs).extracting(AgentRun::approach).containsExactly(Approach.FIRST, slower, slower, slower);
    }

    @Test
    void anAgentThatRanOutOfItsContextBeginsAnewWithTheShortPrompt() {
        world.script.agent = run -> {
            runs.add(run);
            return runs.size() == 1
                    ? Outcomes.agent(run, AgentOutcome.CONTEXT_EXCEEDED, null, "too long")
                    : Outcomes.worked(run);
        };

        world.start()
                .accounts("alice")
                .run(Specs.project("vault").maxRetries(2).spec())
                .result();

        assertThat(runs.get(1).agentSession()).isNull();
        assertThat(runs.get(1).approach()).isEqualTo(new Approach(PromptSize.SHORT, 0));
        assertThat(runs.get(1).timeout()).isEqualTo(runs.get(0).timeout());
    }
}
