package dev.slipway.starter.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.agent.Billing;
import dev.slipway.seat.SeatPhase;
import dev.slipway.seat.SeatState;
import dev.slipway.starter.crash.AgentStarts;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.run.BatchResult;
import dev.slipway.starter.run.SeatPool;
import dev.slipway.starter.stack.SandboxFaults;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * A hundred projects on one seat whose provider stops it three times. What is measured is what the limits cost: attempts,
 * agents that were started although the seat was parked, and time after the limit had ended.
 */
public final class SessionLimitBench implements Benchmark {
    private static final int PROJECTS = 100;
    private static final int SLOTS = 8;
    private static final int AGENT_SECONDS = 1;
    private static final int LIMITS = 3;

    /** Of a project without trouble: a first run whose source fails, and one that mends it. */
    private static final int RUNS = 2;

    private static final Duration RESETS_IN = Duration.ofSeconds(20);
    private static final Duration MARGIN = Duration.ofSeconds(2);
    private static final Duration RAMP = Duration.ofSeconds(5);
    private static final Duration WAKES_WITHIN = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Override
    public String word() {
        return "session-limit";
    }

    @Override
    public String bar() {
        return "100 projects, one seat that hits its session limit three times: attempts lost 0, agent starts while parked"
                + " <= 1 (the canary), wake after the reset (margin aside) <= 10 s";
    }

    @Override
    public Measured measure(Stage stage) {
        ObjectNode settings = JsonNodeFactory.instance.objectNode();
        settings.putObject("quota").put("margin", MARGIN.toSeconds() + "s").put("ramp", RAMP.toSeconds() + "s");
        BenchStack.Shape shape = BenchStack.Shape.unpaced(SLOTS, AGENT_SECONDS)
                .with(new BenchStack.Money(Billing.SUBSCRIPTION, "0.10", settings));
        int projects = stage.projects() == null ? PROJECTS : stage.projects();
        try (BenchStack stack = BenchStack.start(stage, shape)) {
            SeatPool pool = new SeatPool(stack.stack().server());
            BatchResult result = stack.batch(projects, projects, run -> limits(stack, pool, projects, stage.console()));
            List<SeatPark> parks = SeatPark.in(
                    pool.state().events(),
                    AgentStarts.each(stack.stack().processes().logs()));
            int attempts = result.projects().stream()
                            .mapToInt(project -> project.attempts())
                            .sum()
                    - RUNS * projects;
            return new Measured(figure(attempts, parks), json(result, attempts, parks));
        }
    }

    /** Each when so many runs are done that there is work on both sides of it. */
    private static void limits(BenchStack stack, SeatPool pool, int projects, Console console) {
        console.say("The limit ends " + RESETS_IN.toSeconds() + " s after it begins; margin " + MARGIN.toSeconds()
                + " s, ramp " + RAMP.toSeconds() + " s (usually 5 min and 10 s). Write pacing is off.");
        SandboxFaults faults = new SandboxFaults(stack.stack().sandbox().url());
        for (int i = 0; i < LIMITS; i++) {
            long after = (long) RUNS * projects * (2 * i + 1) / (2 * LIMITS + 1);
            BenchStack.await(after + " runs", PATIENCE, () -> seat(pool).uses() >= after && isWell(seat(pool)));
            BenchStack.await("the limit is planned", PATIENCE, () -> begins(faults));
            BenchStack.await("the seat parks", PATIENCE, () -> seat(pool).phase() == SeatPhase.PARKED);
            BenchStack.await("the seat is well again", PATIENCE, () -> isWell(seat(pool)));
        }
    }

    /** Plans the limit unless it holds: an answer that came too late to be heard is none to repeat it for. */
    private static boolean begins(SandboxFaults faults) {
        for (JsonNode fault : faults.all().path("faults")) {
            if (fault.path("state").asText().equals("active")) {
                return true;
            }
        }
        return faults.add(JsonNodeFactory.instance
                        .objectNode()
                        .put("kind", "session-limit")
                        .put("resetsIn", RESETS_IN.toSeconds() + "s"))
                .has("faults");
    }

    private static SeatState seat(SeatPool pool) {
        return pool.state().seats().get(0);
    }

    private static boolean isWell(SeatState seat) {
        return seat.phase() == SeatPhase.READY || seat.phase() == SeatPhase.RAMPING;
    }

    static Figure figure(int attemptsLost, List<SeatPark> parks) {
        long starts = parks.stream().mapToLong(SeatPark::starts).max().orElse(0);
        double wake = parks.stream()
                .mapToDouble(park -> park.wake().toMillis() / 1000.0)
                .max()
                .orElse(Double.NaN);
        boolean met = attemptsLost == 0 && parks.size() >= LIMITS && starts <= 1 && wake <= WAKES_WITHIN.toSeconds();
        return new Figure(
                wake,
                met,
                String.format(
                        Locale.ROOT,
                        "%d limits, %d attempts lost, at most %d agents started while parked, awake %.1f s after the"
                                + " reset and its margin at the latest",
                        parks.size(),
                        attemptsLost,
                        starts,
                        wake));
    }

    private static ObjectNode json(BatchResult result, int attemptsLost, List<SeatPark> parks) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("attemptsLost", attemptsLost);
        ArrayNode list = json.putArray("parks");
        for (SeatPark park : parks) {
            list.addObject()
                    .put("parked", park.parked().toString())
                    .put("wakes", park.wakes().toString())
                    .put("starts", park.starts())
                    .put("wakeMs", park.wake().toMillis());
        }
        json.set("batch", result.json());
        return json;
    }
}
