package dev.slipway.starter.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a number of projects took.
 *
 * @param events in the histories of the projects, their batches and the account pool
 * @param requests REST requests that the sandbox answered, whomever they were for
 */
record Effort(int projects, long events, long requests, CpuTimes cpu) {
    static final Effort NONE = new Effort(0, 0, 0, CpuTimes.NONE);

    private static final double MILLIS_PER_NANO = 1e-6;

    Effort plus(Effort other) {
        return new Effort(
                projects + other.projects, events + other.events, requests + other.requests, cpu.plus(other.cpu));
    }

    /** What one project took, by the names under which it is told; CPU time in milliseconds. */
    Map<String, Double> each() {
        Map<String, Double> each = new LinkedHashMap<>();
        each.put("events", perProject(events));
        each.put("requests", perProject(requests));
        each.put("workerMs", millis(cpu.worker()));
        each.put("serverMs", millis(cpu.server()));
        each.put("sandboxMs", millis(cpu.sandbox()));
        each.put("cpuMs", millis(cpu.sum()));
        return each;
    }

    void addTo(ObjectNode node) {
        node.put("projects", projects);
        each().forEach((name, value) -> node.put(name, Math.round(value * 100) / 100.0));
    }

    private double millis(Duration duration) {
        return perProject(duration.toNanos() * MILLIS_PER_NANO);
    }

    private double perProject(double all) {
        return projects == 0 ? Double.NaN : all / projects;
    }
}
