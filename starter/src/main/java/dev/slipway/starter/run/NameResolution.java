package dev.slipway.starter.run;

import dev.slipway.starter.output.CommandFailure;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Finds the workflow that people mean by {@code NAME}, {@code BATCH/NAME} or a workflow id. */
public final class NameResolution {
    private static final int CANDIDATES_SHOWN = 10;

    private NameResolution() {}

    /** Where names are looked up: the server, or a test's list. */
    public interface Directory {
        /** Whether a project with this workflow id exists. */
        boolean hasProject(String workflowId);

        /** Workflow ids of all projects, the oldest first. */
        List<String> projects();

        /** Workflow ids of projects that open batches have not started yet. */
        default List<String> notStarted() {
            return List.of();
        }
    }

    /** The names on a server. */
    public static Directory directory(Visibility visibility) {
        return new Directory() {
            @Override
            public boolean hasProject(String workflowId) {
                return visibility.project(workflowId).isPresent();
            }

            @Override
            public List<String> projects() {
                return visibility.projects().stream()
                        .map(ProjectRow::workflowId)
                        .toList();
            }

            @Override
            public List<String> notStarted() {
                return visibility.batches().stream()
                        .filter(batch -> batch.closedAt() == null)
                        .flatMap(batch -> visibility.ordered(batch).stream())
                        .filter(id -> !hasProject(id))
                        .toList();
            }
        };
    }

    /**
     * The workflow id of a project.
     *
     * @throws CommandFailure wrong usage: nothing has that name, or several have, which are listed
     */
    public static String project(String name, Directory directory) {
        String asId = name.startsWith("project/") ? name : "project/" + name;
        if (name.contains("/")) {
            if (directory.hasProject(asId)) {
                return asId;
            }
            throw unknown(name, directory, directory::projects);
        }
        List<String> all = directory.projects();
        List<String> found = all.stream().filter(id -> named(id, name)).toList();
        if (found.size() > 1) {
            throw CommandFailure.wrongUsage("'" + name + "' is ambiguous. Which one?\n"
                    + String.join(
                            "\n", found.stream().map(id -> "  " + shown(id)).toList()));
        }
        return found.stream().findFirst().orElseThrow(() -> unknown(name, directory, () -> all));
    }

    /** Several things have that name. */
    public static CommandFailure ambiguous(String name, List<String> candidates) {
        return CommandFailure.wrongUsage("'" + name + "' is ambiguous. Which one?\n"
                + String.join(
                        "\n",
                        candidates.stream().map(candidate -> "  " + candidate).toList()));
    }

    /** {@code BATCH/NAME} of a project's workflow id. */
    public static String shown(String workflowId) {
        return workflowId.startsWith("project/") ? workflowId.substring("project/".length()) : workflowId;
    }

    /** Whether a workflow is that of a project with this name. */
    public static boolean named(String workflowId, String name) {
        return workflowId.substring(workflowId.lastIndexOf('/') + 1).equals(name);
    }

    private static CommandFailure unknown(String name, Directory directory, Supplier<List<String>> projects) {
        Optional<String> waiting = directory.notStarted().stream()
                .filter(id -> name.contains("/") ? shown(id).equals(shown(name)) : named(id, name))
                .findFirst();
        if (waiting.isPresent()) {
            String batch =
                    shown(waiting.get()).substring(0, shown(waiting.get()).indexOf('/'));
            return CommandFailure.wrongUsage(shown(waiting.get()) + " has not been started yet: batch '" + batch
                    + "' starts it when a place is free. Until then 'slipway pause --batch " + batch
                    + "' and 'slipway cancel --batch " + batch + "' concern it.");
        }
        String wanted = name.substring(name.lastIndexOf('/') + 1);
        List<String> all = projects.get();
        Optional<String> near = all.stream()
                .filter(id -> Spelling.near(wanted, id.substring(id.lastIndexOf('/') + 1)))
                .findFirst();
        StringBuilder message = new StringBuilder("There is no project '" + name + "'.");
        if (near.isPresent()) {
            message.append(" Did you mean '").append(shown(near.get())).append("'?");
        } else if (all.isEmpty()) {
            message.append(" No project has run here yet; 'slipway run' starts some.");
        } else {
            message.append(" There are:");
            all.stream()
                    .skip(Math.max(0, all.size() - CANDIDATES_SHOWN))
                    .forEach(id -> message.append("\n  ").append(shown(id)));
            if (all.size() > CANDIDATES_SHOWN) {
                message.append("\nand ").append(all.size() - CANDIDATES_SHOWN).append(" older ones ('slipway list').");
            }
        }
        return CommandFailure.wrongUsage(message.toString());
    }
}
