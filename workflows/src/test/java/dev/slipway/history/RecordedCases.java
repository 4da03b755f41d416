package dev.slipway.history;

import dev.slipway.agent.AgentOutcome;
import dev.slipway.change.Steering;
import dev.slipway.change.Steering.Kind;
import dev.slipway.change.Step;
import dev.slipway.run.RunState;
import dev.slipway.run.WaitReason;
import dev.slipway.run.WorkflowIds;
import dev.slipway.testing.Failures;
import dev.slipway.testing.Outcomes;
import dev.slipway.testing.Specs;
import dev.slipway.testing.World;
import dev.slipway.testing.World.RunningProject;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.client.WorkflowFailedException;
import io.temporal.common.WorkflowExecutionHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;

/** Runs whose histories are stored: each goes another way through the workflows. */
enum RecordedCases {
    HAPPY {
        @Override
        WorkflowExecutionHistory play(World world) {
            return finished(world.start().accounts("alice"), vault());
        }
    },
    TWO_FIXES {
        @Override
        WorkflowExecutionHistory play(World world) {
            redTimes(world, 2);
            return finished(world.start().accounts("alice"), vault().withTests().optimise());
        }
    },
    LOST_HOST {
        @Override
        WorkflowExecutionHistory play(World world) {
            world.script.build = request -> {
                if (!world.host("host-1").dead()) {
                    world.kill("host-1");
                }
                return Outcomes.green();
            };
            return finished(world.start().accounts("alice"), vault());
        }
    },
    ACCOUNT_LIMIT {
        @Override
        WorkflowExecutionHistory play(World world) {
            AtomicInteger calls = new AtomicInteger();
            Instant until =
                    Instant.ofEpochMilli(world.env().currentTimeMillis()).plus(Duration.ofMinutes(40));
            world.github.onEnsure = request -> {
                if (calls.incrementAndGet() == 1) {
                    throw Failures.rateLimited(until);
                }
            };
            return finished(world.start().accounts("alice"), vault());
        }
    },
    AGENT_LIMIT {
        @Override
        WorkflowExecutionHistory play(World world) {
            Instant until =
                    Instant.ofEpochMilli(world.env().currentTimeMillis()).plus(Duration.ofHours(3));
            AtomicInteger runs = new AtomicInteger();
            world.script.agent = run -> runs.incrementAndGet() == 1
                    ? Outcomes.agent(run, AgentOutcome.SESSION_LIMIT, until, "5-hour limit reached")
                    : Outcomes.worked(run);
            return finished(world.start().accounts("alice"), vault());
        }
    },
    RETRY {
        @Override
        WorkflowExecutionHistory play(World world) {
            world.script.build = request -> Outcomes.red("Error: ParserError");
            RunningProject project =
                    world.start().accounts("alice").run(vault().maxRetries(1).spec());
            project.awaitState(RunState.NEEDS_ATTENTION);
            world.script.build = request -> Outcomes.green();
            project.workflow().steer(new Steering(Kind.RETRY, "ann"));
            project.result();
            return project.history();
        }
    },
    PAUSE {
        @Override
        WorkflowExecutionHistory play(World world) {
            AtomicReference<RunningProject> project = new AtomicReference<>();
            CountDownLatch started = new CountDownLatch(1);
            world.script.agent = run -> {
                await(started);
                project.get().workflow().steer(new Steering(Kind.PAUSE, "ann"));
                return Outcomes.worked(run);
            };
            project.set(world.start().accounts("alice").run(vault().spec()));
            started.countDown();
            project.get().awaitState(RunState.PAUSED);
            project.get().workflow().steer(new Steering(Kind.RESUME, "bob"));
            project.get().result();
            return project.get().history();
        }
    },
    RETRY_FROM_STEP {
        @Override
        WorkflowExecutionHistory play(World world) {
            world.script.build = request -> Outcomes.red("Error: ParserError");
            RunningProject project =
                    world.start().accounts("alice").run(vault().maxRetries(0).spec());
            project.awaitState(RunState.NEEDS_ATTENTION);
            world.script.build = request -> Outcomes.green();
            project.workflow().steer(new Steering(Kind.RETRY, "ann", false, Step.GENERATE));
            project.result();
            return project.history();
        }
    },
    GOES_ON_FROM_STEP {
        @Override
        WorkflowExecutionHistory play(World world) {
            world.script.build = request -> Outcomes.red("Error: ParserError");
            Specs impatient = vault().maxRetries(0).patience(Duration.ofSeconds(1));
            world.start().accounts("alice").run(impatient.spec()).awaitClosed(RunState.FAILED);
            world.script.build = request -> Outcomes.green();
            RunningProject again = world.runAgain(impatient.spec(), Step.VERIFY);
            again.awaitState(RunState.COMPLETED);
            return again.history();
        }
    },
    PAUSE_NOW {
        @Override
        WorkflowExecutionHistory play(World world) {
            AtomicInteger runs = new AtomicInteger();
            world.script.agent =
                    run -> runs.incrementAndGet() == 1 ? Outcomes.worksUntilStopped(run) : Outcomes.worked(run);
            RunningProject project = world.start().accounts("alice").run(vault().spec());
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> runs.get() == 1);
            project.workflow().steer(new Steering(Kind.PAUSE, "ann", true, null));
            project.awaitState(RunState.PAUSED);
            project.workflow().steer(new Steering(Kind.RESUME, "ann"));
            project.result();
            return project.history();
        }
    },
    PAUSE_BEFORE_NEXT_ATTEMPT {
        @Override
        WorkflowExecutionHistory play(World world) {
            redTimes(world, 1);
            RunningProject project = world.start()
                    .accounts("alice")
                    .run(vault().retryDelay(Duration.ofHours(1)).spec());
            project.awaitState(RunState.WAITING, WaitReason.RETRY);
            project.workflow().steer(new Steering(Kind.PAUSE, "ann"));
            project.awaitState(RunState.PAUSED);
            project.workflow().steer(new Steering(Kind.RESUME, "ann"));
            project.result();
            return project.history();
        }
    },
    CANCEL {
        @Override
        WorkflowExecutionHistory play(World world) {
            world.script.agent = run -> Outcomes.agent(run, AgentOutcome.OVERLOADED, null, "529 overloaded");
            RunningProject project = world.start().accounts("alice").run(vault().spec());
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> project.report().waitingFor() == WaitReason.QUOTA);
            project.stub().cancel();
            try {
                project.result();
            } catch (WorkflowFailedException cancelled) {
                return project.history();
            }
            throw new IllegalStateException("it was cancelled and came to its end all the same");
        }
    },
    BATCH_UNTIL_CONTINUED_AS_NEW {
        @Override
        WorkflowExecutionHistory play(World world) {
            WorkflowExecution first =
                    RecordedBatches.continuedAsNew(world.start().accounts("alice", "bob"));
            return world.client().fetchHistory(first.getWorkflowId(), first.getRunId());
        }
    },
    BATCH_CONTINUED_AS_NEW {
        @Override
        WorkflowExecutionHistory play(World world) {
            WorkflowExecution first =
                    RecordedBatches.continuedAsNew(world.start().accounts("alice", "bob"));
            return world.client().fetchHistory(first.getWorkflowId());
        }
    },
    /** Paused and resumed, and a project of it cancelled and run again. */
    BATCH_STEERED {
        @Override
        WorkflowExecutionHistory play(World world) {
            RecordedBatches.steered(world.start().accounts("alice", "bob"));
            return world.client().fetchHistory(WorkflowIds.batch(World.BATCH));
        }
    },
    ACCOUNT_POOL {
        @Override
        WorkflowExecutionHistory play(World world) {
            redTimes(world, 1);
            finished(world.start().accountsOf("acme", "alice", "bob"), vault());
            return world.client().fetchHistory(WorkflowIds.ACCOUNT_POOL);
        }
    },
    AGENT_POOL {
        @Override
        WorkflowExecutionHistory play(World world) {
            redTimes(world, 1);
            finished(world.start().accounts("alice"), vault());
            return world.client().fetchHistory(WorkflowIds.AGENT_POOL);
        }
    };

    abstract WorkflowExecutionHistory play(World world);

    /** Runs it in a world of its own. */
    WorkflowExecutionHistory play() {
        try (World world = new World()) {
            return play(world);
        }
    }

    String fileName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static List<String> names() {
        return Arrays.stream(values()).map(RecordedCases::fileName).toList();
    }

    static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Specs vault() {
        return Specs.project("token-vault");
    }

    private static void redTimes(World world, int times) {
        AtomicInteger builds = new AtomicInteger();
        world.script.build =
                request -> builds.incrementAndGet() <= times ? Outcomes.red("Error: ParserError") : Outcomes.green();
    }

    private static WorkflowExecutionHistory finished(World world, Specs spec) {
        RunningProject project = world.run(spec.spec());
        project.result();
        return project.history();
    }
}
