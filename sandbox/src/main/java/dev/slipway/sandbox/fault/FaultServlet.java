package dev.slipway.sandbox.fault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.sandbox.world.Json;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** {@code /_sandbox/faults}: lists, adds and removes faults. */
public final class FaultServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient FaultPlan plan;
    private final transient Predicate<String> knownUser;
    private final transient FaultProfiles profiles = new FaultProfiles();

    /** @param knownUser whether there is a user of that name */
    public FaultServlet(FaultPlan plan, Predicate<String> knownUser) {
        this.plan = plan;
        this.knownUser = knownUser;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        // Not for a page in a browser: it would send an Origin or come from another site.
        if (request.getHeader("Origin") != null || request.getHeader("Sec-Fetch-Site") != null) {
            write(response, 403, problem("faults are not set from browsers"));
            return;
        }
        String id = Optional.ofNullable(request.getPathInfo())
                .map(path -> path.substring(1))
                .orElse("");
        String what = request.getMethod() + (id.isEmpty() ? "" : " ID");
        switch (what) {
            case "GET" -> write(response, 200, all());
            case "GET ID" -> one(response, id);
            case "POST" -> add(request, response);
            case "DELETE" -> write(response, 200, Json.object().put("removed", plan.clear()));
            case "DELETE ID" -> {
                if (plan.remove(id)) {
                    write(response, 200, Json.object().put("removed", 1));
                } else {
                    missing(response, id);
                }
            }
            default -> write(response, 405, problem("GET, POST and DELETE are what can be done with faults"));
        }
    }

    private void add(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            JsonNode asked = Json.MAPPER.readTree(request.getInputStream().readAllBytes());
            Instant now = plan.now();
            List<PlannedFault> added = asked.has("profile")
                    ? plan.profile(profiles.read(asked, new FaultForm(now, user -> true)))
                    : plan.add(List.of(new FaultForm(now, knownUser).read(asked)));
            write(response, 201, Json.object().set("faults", list(added)));
        } catch (JsonProcessingException e) {
            write(response, 400, problem("the body is not valid JSON: " + e.getOriginalMessage()));
        } catch (FaultProblem e) {
            ObjectNode problem = problem((e.key().isEmpty() ? "" : "'" + e.key() + "': ") + e.getMessage());
            write(response, 400, problem.put("key", e.key()).put("problem", e.getMessage()));
        }
    }

    private void one(HttpServletResponse response, String id) throws IOException {
        Optional<PlannedFault> found = plan.all().stream()
                .filter(planned -> planned.fault().id().equals(id))
                .findFirst();
        if (found.isPresent()) {
            write(response, 200, FaultRecord.write(found.get(), plan.now()));
        } else {
            missing(response, id);
        }
    }

    private ObjectNode all() {
        List<PlannedFault> planned = plan.all();
        ObjectNode json = Json.object()
                .put("count", planned.size())
                .put("hits", planned.stream().mapToLong(PlannedFault::hits).sum());
        json.set("faults", list(planned));
        ObjectNode kinds = json.putObject("kinds");
        for (FaultKind kind : FaultKind.values()) {
            kinds.put(kind.word(), kind.meaning() + " (" + kind.areas() + ")");
        }
        json.set("profiles", profiles.described());
        return json;
    }

    private ArrayNode list(List<PlannedFault> planned) {
        Instant now = plan.now();
        return Json.array(planned.stream().map(one -> FaultRecord.write(one, now)));
    }

    private static void missing(HttpServletResponse response, String id) throws IOException {
        write(response, 404, problem("there is no fault '" + id + "'"));
    }

    private static ObjectNode problem(String message) {
        return Json.object().put("message", message);
    }

    private static void write(HttpServletResponse response, int status, JsonNode json) throws IOException {
        response.setStatus(status);
        response.setContentType("application/json; charset=utf-8");
        response.getOutputStream()
                .write(Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
    }
}
