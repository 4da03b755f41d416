package dev.slipway.sandbox.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.sandbox.world.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The faults that are planned, and how far each has come. Kept in a file that is replaced before a fault happens, so that
 * a sandbox that is killed goes on where it was: a fault for one request never happens to two.
 */
public final class FaultPlan {
    /** What is over makes room for more. */
    private static final int MOST = 1_000;

    private final Path file;
    private final Clock clock;
    private final List<PlannedFault> planned = new ArrayList<>();
    private volatile boolean empty = true;
    private long named;

    private FaultPlan(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    /**
     * Opens the plan; what was over when it was written stays listed.
     *
     * @throws IOException when the file cannot be read
     */
    public static FaultPlan open(Path file, Clock clock) throws IOException {
        FaultPlan plan = new FaultPlan(file, clock);
        if (Files.exists(file)) {
            try {
                JsonNode json = Json.MAPPER.readTree(file.toFile());
                plan.named = json.path("named").asLong();
                json.path("faults").forEach(fault -> plan.planned.add(FaultRecord.read(fault)));
            } catch (IOException | RuntimeException e) {
                throw new IOException(file + " cannot be read; delete it to start without faults", e);
            }
        }
        plan.empty = plan.planned.isEmpty();
        return plan;
    }

    Instant now() {
        return clock.instant();
    }

    /** All that was planned and not removed, in order. */
    synchronized List<PlannedFault> all() {
        return List.copyOf(planned);
    }

    /**
     * Adds faults and names them.
     *
     * @throws FaultProblem when there are too many
     */
    synchronized List<PlannedFault> add(List<Fault> faults) {
        Instant now = now();
        if (planned.size() + faults.size() > MOST) {
            planned.removeIf(old -> old.state(now) == PlannedFault.State.OVER);
        }
        if (planned.size() + faults.size() > MOST) {
            throw new FaultProblem("", "there are " + planned.size() + " faults already: remove some first");
        }
        List<PlannedFault> added = faults.stream()
                .map(fault -> PlannedFault.fresh(fault.named("f" + ++named)))
                .toList();
        planned.addAll(added);
        changed();
        return added;
    }

    /** Puts a profile in place of all that were there. */
    synchronized List<PlannedFault> profile(List<Fault> faults) {
        planned.removeIf(old -> old.fault().profile() != null);
        return add(faults);
    }

    /** Removes one; false when there is none of that name. */
    synchronized boolean remove(String id) {
        boolean removed = planned.removeIf(old -> old.fault().id().equals(id));
        changed();
        return removed;
    }

    /** Removes all and says how many there were. */
    synchronized int clear() {
        int count = planned.size();
        planned.clear();
        changed();
        return count;
    }

    /** Counts a request, and says which fault happens to it: the first that wants to. */
    Optional<Strike> strike(Sighting request) {
        return empty ? Optional.empty() : decide(request);
    }

    private synchronized Optional<Strike> decide(Sighting request) {
        Instant now = now();
        List<Integer> fitting = new ArrayList<>();
        for (int i = 0; i < planned.size(); i++) {
            PlannedFault one = planned.get(i);
            if (one.state(now) == PlannedFault.State.ACTIVE && one.fault().fits(request)) {
                planned.set(i, one.sawOne());
                fitting.add(i);
            }
        }
        if (fitting.isEmpty()) {
            return Optional.empty();
        }
        Optional<Strike> strike = first(fitting, now).map(index -> hit(index, now));
        changed();
        return strike;
    }

    private Optional<Integer> first(List<Integer> fitting, Instant now) {
        for (int index : fitting) {
            PlannedFault one = planned.get(index);
            if (!one.isDue(now)) {
                continue;
            }
            if (one.fault().every() != null && one.fault().profile() != null) {
                return Optional.of(turn(fitting.stream()
                        .filter(other -> planned.get(other).fault().takesTurnsWith(one.fault()))
                        .toList()));
            }
            if (Chance.draw(one.fault().seed(), one.seen()) < one.fault().share()) {
                return Optional.of(index);
            }
        }
        return Optional.empty();
    }

    /** One of those that take turns, by their shares. */
    private int turn(List<Integer> candidates) {
        double sum = 0;
        long hits = 0;
        for (int index : candidates) {
            sum += planned.get(index).fault().share();
            hits += planned.get(index).hits();
        }
        double at = sum * Chance.draw(planned.get(candidates.get(0)).fault().seed(), hits);
        for (int index : candidates) {
            at -= planned.get(index).fault().share();
            if (at < 0) {
                return index;
            }
        }
        return candidates.get(candidates.size() - 1);
    }

    private Strike hit(int index, Instant now) {
        PlannedFault struck = planned.get(index).hitOne();
        planned.set(index, struck);
        planned.replaceAll(other ->
                other.fault().id().equals(struck.fault().id()) || other.fault().takesTurnsWith(struck.fault())
                        ? other.dueAfter(now)
                        : other);
        return new Strike(struck.fault(), struck.hits());
    }

    private void changed() {
        empty = planned.isEmpty();
        ObjectNode json = Json.object().put("named", named);
        ArrayNode faults = json.putArray("faults");
        Instant now = now();
        planned.forEach(one -> faults.add(FaultRecord.write(one, now)));
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.write(fresh, Json.MAPPER.writeValueAsBytes(json));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
    }
}
