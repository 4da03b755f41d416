package dev.slipway.starter.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The content writes that a sandbox saw: all REST requests that are not reads, as GitHub asks to space them. Pushes are
 * Git's and not among them.
 *
 * @param byLogin when each principal's came in, ascending
 * @param limited answers that told of a limit, and not of a fault
 * @param faults answers that a fault gave, to whatever request
 * @see <a href="https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#pause-between-mutative-requests">pause between mutative requests</a>
 */
record WriteTrace(Map<String, List<Instant>> byLogin, int limited, int faults) {
    private static final Set<String> READS = Set.of("GET", "HEAD");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    /** Of a second's spacing: what is longer was not used. */
    private static final Duration IDLE = Duration.ofMillis(1500);

    /** Of the sandbox's request log. */
    static WriteTrace of(JsonNode log) {
        Map<String, List<Instant>> byLogin = new TreeMap<>();
        int limited = 0;
        int faults = 0;
        for (JsonNode request : log.path("requests")) {
            int status = request.path("status").asInt();
            boolean fault = request.path("fault").isTextual();
            faults += fault ? 1 : 0;
            limited += !fault && (status == 403 || status == 429) ? 1 : 0;
            if (!fault
                    && !request.path("git").asBoolean()
                    && !READS.contains(request.path("method").asText())) {
                byLogin.computeIfAbsent(request.path("login").asText(), login -> new ArrayList<>())
                        .add(Instant.parse(request.path("time").asText()));
            }
        }
        byLogin.values().forEach(times -> times.sort(null));
        return new WriteTrace(byLogin, limited, faults);
    }

    int writes() {
        return byLogin.values().stream().mapToInt(List::size).sum();
    }

    /** Those that came in after that. */
    int after(Instant moment, String login) {
        return (int) byLogin.getOrDefault(login, List.of()).stream()
                .filter(moment::isBefore)
                .count();
    }

    /** The shortest time between two writes of one principal; an hour where none has two. */
    Duration closest() {
        return byLogin.values().stream()
                .flatMap(times -> gaps(times).stream())
                .min(Duration::compareTo)
                .orElse(Duration.ofHours(1));
    }

    /** The most writes of one principal within any minute. */
    int mostAMinute() {
        return byLogin.values().stream().mapToInt(WriteTrace::mostAMinute).max().orElse(0);
    }

    private static int mostAMinute(List<Instant> times) {
        int most = 0;
        int first = 0;
        for (int last = 0; last < times.size(); last++) {
            while (!times.get(last).minus(MINUTE).isBefore(times.get(first))) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }

    private static List<Duration> gaps(List<Instant> times) {
        List<Duration> gaps = new ArrayList<>();
        for (int i = 1; i < times.size(); i++) {
            gaps.add(Duration.between(times.get(i - 1), times.get(i)));
        }
        return gaps;
    }

    /** For each principal: writes, the time from the first to the last, how close they came, what was left unused. */
    void addTo(ObjectNode node) {
        node.put("writes", writes()).put("limitResponses", limited).put("faultResponses", faults);
        ObjectNode principals = node.putObject("principals");
        byLogin.forEach((login, times) -> {
            List<Duration> gaps = gaps(times);
            principals
                    .putObject(login)
                    .put("writes", times.size())
                    .put("first", times.get(0).toString())
                    .put("last", times.get(times.size() - 1).toString())
                    .put("mostAMinute", mostAMinute(times))
                    .put(
                            "closestMs",
                            gaps.stream().mapToLong(Duration::toMillis).min().orElse(-1))
                    .put(
                            "closerThanASecond",
                            gaps.stream().filter(gap -> gap.toMillis() < 1000).count())
                    .put(
                            "idleMs",
                            gaps.stream()
                                    .filter(gap -> gap.compareTo(IDLE) > 0)
                                    .mapToLong(gap -> gap.toMillis() - 1000)
                                    .sum());
        });
    }
}
