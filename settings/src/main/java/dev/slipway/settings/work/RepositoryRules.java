package dev.slipway.settings.work;

import dev.slipway.change.Step;
import dev.slipway.repository.MergeMethod;
import dev.slipway.run.ProjectName;
import dev.slipway.settings.yaml.Value;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What GitHub and Git accept, checked before anything is created. GitHub turns other characters of a repository's name
 * into hyphens, keeps {@code .git} and {@code .wiki} for itself, and takes 20 topics of 50 small letters, digits and
 * hyphens; Git's rules for branches are those of {@code git check-ref-format}.
 */
final class RepositoryRules {
    private static final int MOST_TOPICS = 20;
    private static final Pattern TOPIC = Pattern.compile("[a-z0-9][a-z0-9-]{0,49}");
    private static final Pattern BRANCH = Pattern.compile("[^\\s\\p{Cntrl}~^:?*\\[\\\\]{1,200}");
    private static final Pattern NOT_IN_A_BRANCH =
            Pattern.compile("^[-/.].*|.*(\\.\\.|//|@\\{|/\\.|\\.lock(/|$)).*|.*[/.]$|@");
    private static final Set<Step> GATES = EnumSet.of(Step.PUSH, Step.PULL_REQUEST, Step.MERGE, Step.DEPLOY);
    private static final Set<String> NOT_MERGED = Set.of("false", "no", "off");

    private RepositoryRules() {}

    static Optional<ProjectName> projectName(Value value) {
        Optional<String> text = value.text();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        String name = text.get();
        String small = name.toLowerCase(Locale.ROOT);
        if (!name.matches("[A-Za-z0-9._-]{1,100}") || name.equals(".") || name.equals("..")) {
            String near = name.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[-.]+|[-.]+$", "");
            value.error("is '" + value.shown() + "', which GitHub refuses as a repository's name: up to 100 letters,"
                    + " digits, '.', '_' and '-' are needed."
                    + (near.isEmpty() || near.length() > 100 ? "" : " Did you mean '" + near + "'?"));
            return Optional.empty();
        }
        if (small.endsWith(".git") || small.endsWith(".wiki")) {
            value.error("is '" + value.shown() + "', but GitHub keeps names that end in '.git' and '.wiki' for itself."
                    + " Did you mean '" + name.substring(0, name.lastIndexOf('.')) + "'?");
            return Optional.empty();
        }
        return Optional.of(ProjectName.of(name));
    }

    static List<String> topics(Optional<Value> value) {
        List<Value> elements = value.map(Value::listOrOne).orElse(List.of());
        if (elements.size() > MOST_TOPICS) {
            value.get().error("has " + elements.size() + " elements; GitHub takes " + MOST_TOPICS);
            return List.of();
        }
        List<String> topics = new ArrayList<>();
        for (Value element : elements) {
            element.as(RepositoryRules::topic, "a topic of small letters, digits and '-' is needed (at most 50)")
                    .ifPresent(topics::add);
        }
        return topics.stream().distinct().toList();
    }

    /** The steps before which people are asked. */
    static List<Step> gates(Optional<Value> value) {
        List<Step> gates = new ArrayList<>();
        for (Value element : value.map(Value::listOrOne).orElse(List.of())) {
            element.as(RepositoryRules::gate, "one of push, pull_request, merge, deploy is needed")
                    .ifPresent(gates::add);
        }
        return gates.stream().distinct().toList();
    }

    private static Step gate(String text) {
        Step step = Step.valueOf(text.strip().toUpperCase(Locale.ROOT).replace('-', '_'));
        if (!GATES.contains(step)) {
            throw new IllegalArgumentException("no gate");
        }
        return step;
    }

    private static String topic(String text) {
        if (!TOPIC.matcher(text).matches()) {
            throw new IllegalArgumentException("no topic");
        }
        return text;
    }

    static String branch(String text) {
        if (!BRANCH.matcher(text).matches() || NOT_IN_A_BRANCH.matcher(text).matches()) {
            throw new IllegalArgumentException("no branch");
        }
        return text;
    }

    /** Empty for {@code false}: people merge. */
    static Optional<MergeMethod> merge(Value value) {
        String text = value.raw().orElse("").strip().toLowerCase(Locale.ROOT);
        return NOT_MERGED.contains(text) ? Optional.empty() : value.oneOf(MergeMethod.class);
    }
}
