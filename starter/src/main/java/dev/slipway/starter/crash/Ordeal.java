package dev.slipway.starter.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.run.BatchName;
import dev.slipway.starter.engine.DevServer;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.run.Endured;
import dev.slipway.starter.run.Kill;
import dev.slipway.starter.run.Visibility;
import dev.slipway.starter.stack.SandboxFaults;
import dev.slipway.starter.stack.SandboxProcess;
import dev.slipway.starter.stack.SandboxedStack;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Faults and kills while a batch runs on a sandboxed stack, and a look at what they left behind. */
public final class Ordeal {
    private final SandboxedStack stack;
    private final Wish wish;
    private final Console console;
    private @Nullable CrashRun crash;
    private @Nullable BatchName batch;
    private List<Kill> kills = List.of();
    private long faultsHit;

    public Ordeal(SandboxedStack stack, Wish wish, Console console) {
        this.stack = stack;
        this.wish = wish;
        this.console = console;
    }

    /** Which faults the sandbox has. */
    public enum Faults {
        NONE,
        LIMITS,
        FLAKY,
        ALL;

        String profile() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Which processes are killed, and when. */
    public enum Kills {
        NONE,
        /** Of all kinds: one whole round, or again and again where an interval is given. */
        ALL_KINDS,
        /** Twenty times a worker, each time that the interval has passed. */
        WORKERS,
        /** Once the Temporal server, for half a minute. */
        SERVER_OUTAGE
    }

    /**
     * What is asked for.
     *
     * @param faultEvery one request each time that this has passed; null leaves it to the profile
     * @param killEvery from one kill to the next; null waits until what was killed is back at work
     * @param seed of kills and faults
     */
    public record Wish(
            Faults faults,
            @Nullable Duration faultEvery,
            Kills kills,
            @Nullable Duration killEvery,
            long seed) {
        private static final double MET_SECONDS = 6;

        /** Neither faults nor kills. */
        public static final Wish NOTHING = new Wish(Faults.NONE, null, Kills.NONE, null, 0);

        /** Whether processes are killed. */
        public boolean crash() {
            return kills != Kills.NONE;
        }

        /** Whether each kind of kill comes once, as the batch goes. */
        public boolean wholeRound() {
            return kills == Kills.ALL_KINDS && killEvery == null;
        }

        /** Of an agent's run, where nothing else is said: so long that a worker can be met in one, or as short as it is. */
        public double agentSeconds() {
            return wholeRound() ? MET_SECONDS : 0;
        }

        /** Whether anything is asked for. */
        public boolean anything() {
            return crash() || faults != Faults.NONE;
        }

        KillPlan plan(boolean ownServer) {
            if (kills == Kills.SERVER_OUTAGE) {
                return KillPlan.serverOutage();
            }
            if (killEvery == null) {
                return KillPlan.wholeRound(seed, ownServer);
            }
            return kills == Kills.WORKERS
                    ? KillPlan.workers(seed, killEvery)
                    : KillPlan.endless(seed, killEvery, ownServer);
        }
    }

    /**
     * Begins, once the workers are at work.
     *
     * @param remarks told a line for each kill, from another thread
     */
    public void begin(BatchName name, int projects, Consumer<String> remarks) {
        batch = name;
        if (wish.faults() != Faults.NONE) {
            ObjectNode asked = JsonNodeFactory.instance
                    .objectNode()
                    .put("profile", wish.faults().profile())
                    .put("seed", wish.seed());
            if (wish.faultEvery() != null) {
                asked.put("every", wish.faultEvery().toMillis() + "ms");
            }
            faults().add(asked);
        }
        if (wish.crash()) {
            crash = new CrashRun(
                    stack.processes(),
                    new ProjectSight(stack.server(), name, projects),
                    new SlowSteps(faults()),
                    wish.plan(stack.processes().hasServer()),
                    remarks);
            crash.start();
        }
    }

    /** Ends it, when the batch is over: all that was killed runs again then, and no request fails any more. */
    public void end() {
        if (crash != null) {
            kills = crash.finish();
        }
        if (wish.faults() != Faults.NONE) {
            for (JsonNode fault : faults().all().path("faults")) {
                faultsHit += fault.has("profile") ? fault.path("hits").asLong() : 0;
            }
            faults().clear();
        }
    }

    /** What the batch went through and left behind. Looked for only where there was an ordeal. */
    public Endured endured() {
        if (!wish.anything()) {
            return Endured.NOTHING;
        }
        Aftermath aftermath = new Aftermath(stack.processes(), stack.sandbox());
        Set<Long> left = crash == null ? Set.of() : crash.leftBehind();
        List<String> orphans = aftermath.orphans(left);
        orphans.forEach(orphan -> console.warn("Left behind: " + orphan));
        SecretSearch.Findings secrets = aftermath.secrets();
        secrets.found().forEach(found -> console.warn("A secret lies in " + found.file()));
        secrets.unread().forEach(file -> console.warn("Not searched for secrets: " + file.file() + ": " + file.why()));
        List<WorkAgain.Repeated> again = crash == null || batch == null
                ? List.of()
                : WorkAgain.steps(stack.server(), new Visibility(stack.server()).projects(batch.value()));
        return new Endured(
                workersKilled(),
                killed(DevServer.RECORD),
                killed(SandboxProcess.RECORD),
                WorkAgain.after(kills, again),
                crash == null ? List.of() : crash.missed(),
                orphans.size(),
                secrets.times(),
                secrets.unread().size(),
                faultsHit,
                AgentStarts.of(stack.processes().logs()),
                new Endured.Again(
                        again.size(),
                        (int) again.stream()
                                .filter(WorkAgain.Repeated::goneBack)
                                .count(),
                        AgentStarts.again(stack.processes().logs())));
    }

    private int workersKilled() {
        return kills.stream()
                .mapToInt(kill -> kill.what().equals(Kill.ALL)
                        ? stack.processes().workers().size()
                        : stack.processes().workers().contains(kill.what()) ? 1 : 0)
                .sum();
    }

    private int killed(String name) {
        return (int) kills.stream()
                .filter(kill -> kill.what().equals(name) || kill.what().equals(Kill.ALL))
                .count();
    }

    private SandboxFaults faults() {
        return new SandboxFaults(stack.sandbox().url());
    }
}
