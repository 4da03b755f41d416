package dev.slipway.sandbox.inspection;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.sandbox.http.RequestLog;
import dev.slipway.sandbox.world.Json;
import dev.slipway.sandbox.world.Pull;
import dev.slipway.sandbox.world.Repository;
import dev.slipway.sandbox.world.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The counts that benchmarks and crash tests are judged by. They come from what happened here and not from what a
 * client says of itself. A project is known by the mark in its repository's description; see
 * {@link dev.slipway.sandbox.world.ProjectMarker}.
 */
final class Statistics {
    private static final String OUTSIDE = "";
    private static final String MODEL = "/model/";

    private final World world;
    private final RequestLog log;

    private static final class Project {
        private final List<Repository> repositories = new ArrayList<>();
        private final List<Pull> pulls = new ArrayList<>();
        private long requests;
        private long gitRequests;

        /** Every repository after the first, and every pull request after the first of its run. */
        private long duplicateRepositories() {
            return Math.max(0, repositories.size() - 1);
        }

        private long duplicatePulls() {
            Map<String, Long> perRun = pulls.stream()
                    .filter(pull -> pull.runKey() != null)
                    .collect(Collectors.groupingBy(pull -> String.valueOf(pull.runKey()), Collectors.counting()));
            return perRun.values().stream().mapToLong(count -> count - 1).sum();
        }
    }

    Statistics(World world, RequestLog log) {
        this.world = world;
        this.log = log;
    }

    ObjectNode json() {
        Map<String, Project> projects = new TreeMap<>();
        Map<String, String> projectOfName = new HashMap<>();
        world.repositories().all().forEach(repository -> {
            String key = repository.projectName().orElse(OUTSIDE);
            Project project = projects.computeIfAbsent(key, name -> new Project());
            project.repositories.add(repository);
            project.pulls.addAll(world.pulls().within(repository.id()));
            namesOf(repository).forEach(name -> projectOfName.put(name, key));
        });
        long requests = 0;
        long gitRequests = 0;
        long charged = 0;
        for (RequestLog.Entry entry : log.all()) {
            if (entry.path().startsWith(MODEL)) {
                continue; // there for the fault that happened to it
            }
            Project project = entry.repository() == null
                    ? null
                    : projects.get(projectOfName.getOrDefault(lower(entry.repository()), OUTSIDE));
            charged += entry.charged() ? 1 : 0;
            if (entry.git()) {
                gitRequests++;
                if (project != null) {
                    project.gitRequests++;
                }
            } else {
                requests++;
                if (project != null) {
                    project.requests++;
                }
            }
        }
        return json(projects, requests, gitRequests, charged);
    }

    private ObjectNode json(Map<String, Project> projects, long requests, long gitRequests, long charged) {
        long duplicates = 0;
        ArrayNode list = Json.array();
        for (Map.Entry<String, Project> entry : projects.entrySet()) {
            if (entry.getKey().equals(OUTSIDE)) {
                continue; // repositories of nobody's project cannot be duplicates
            }
            Project project = entry.getValue();
            long own = project.duplicateRepositories() + project.duplicatePulls();
            duplicates += own;
            list.add(project(entry.getKey(), project).put("duplicates", own));
        }
        ObjectNode json = Json.object();
        json.putObject("totals")
                .put("repositories", world.repositories().size())
                .put("pullRequests", world.pulls().size())
                .put("duplicates", duplicates)
                .put("githubRequests", requests)
                .put("gitRequests", gitRequests)
                .put("chargedRequests", charged)
                .put("projects", list.size())
                .put("requestsPerProject", list.isEmpty() ? 0 : (double) requestsOf(list) / list.size());
        json.set("projects", list);
        return json;
    }

    private static ObjectNode project(String name, Project project) {
        ObjectNode json = Json.object()
                .put("project", name)
                .put("githubRequests", project.requests)
                .put("gitRequests", project.gitRequests);
        ArrayNode repositories = json.putArray("repositories");
        for (Repository repository : project.repositories) {
            repositories
                    .addObject()
                    .put("id", repository.id())
                    .put("fullName", repository.fullName())
                    .put("deleted", repository.deleted())
                    .put("createdAt", Json.time(repository.times().createdAt()));
        }
        ArrayNode pulls = json.putArray("pullRequests");
        for (Pull pull : project.pulls) {
            pulls.addObject()
                    .put("repository", pull.repository())
                    .put("number", pull.number())
                    .put("head", pull.head())
                    .put("runKey", pull.runKey())
                    .put("merged", pull.merged());
        }
        return json;
    }

    private static long requestsOf(ArrayNode projects) {
        long sum = 0;
        for (var project : projects) {
            sum += project.path("githubRequests").asLong();
        }
        return sum;
    }

    private static Set<String> namesOf(Repository repository) {
        Set<String> names =
                repository.formerNames().stream().map(Statistics::lower).collect(Collectors.toSet());
        names.add(lower(repository.fullName()));
        return names;
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
