package dev.slipway.settings.toolchain;

import dev.slipway.settings.yaml.Nearest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A mapping of a YAML file that remembers its lines. What is wrong is noted as a problem, and a harmless value returned,
 * so that one reading finds all problems.
 */
final class YamlMap {
    private final String file;
    private final int line;
    private final String where;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();
    private final List<String> problems;

    YamlMap(String file, String where, Node node, List<String> problems) {
        this.file = file;
        this.where = where;
        this.line = line(node);
        this.problems = problems;
        if (!(node instanceof MappingNode mapping)) {
            problem(line, "expected keys and values" + where + ", found " + kind(node));
            return;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            int at = line(tuple.getKeyNode());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problem(at, "a key must be a word");
            } else if (values.putIfAbsent(key.getValue(), tuple.getValueNode()) != null) {
                problem(at, "key '" + key.getValue() + "' stands twice" + where);
            } else {
                lines.put(key.getValue(), at);
            }
        }
    }

    /** Notes each key that is not among the known. */
    void allow(Collection<String> known) {
        for (String key : values.keySet()) {
            if (!known.contains(key)) {
                String near = Nearest.to(key, known)
                        .map(n -> ". Did you mean '" + n + "'?")
                        .orElse(". Known keys: " + String.join(", ", known));
                problem(lines.get(key), "unknown key '" + key + "'" + where + near);
            }
        }
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    String required(String key) {
        return optional(key).orElseGet(() -> {
            if (!values.containsKey(key)) {
                problem(line, "'" + key + "' is missing" + where);
            }
            return "";
        });
    }

    Optional<String> optional(String key) {
        Node node = values.get(key);
        if (node == null) {
            return Optional.empty();
        }
        if (node instanceof ScalarNode scalar) {
            return Optional.of(scalar.getValue());
        }
        problem(line(node), "'" + key + "' must be a text, found " + kind(node));
        return Optional.empty();
    }

    List<String> texts(String key) {
        List<String> found = new ArrayList<>();
        for (Node item : items(key)) {
            if (item instanceof ScalarNode scalar) {
                found.add(scalar.getValue());
            } else {
                problem(line(item), "'" + key + "' must be a list of texts, found " + kind(item) + " in it");
            }
        }
        return found;
    }

    List<YamlMap> maps(String key) {
        List<YamlMap> found = new ArrayList<>();
        for (Node item : items(key)) {
            found.add(new YamlMap(file, " under '" + key + "'", item, problems));
        }
        return found;
    }

    Map<String, String> textMap(String key) {
        Node node = values.get(key);
        if (node == null) {
            return Map.of();
        }
        YamlMap map = new YamlMap(file, " under '" + key + "'", node, problems);
        Map<String, String> found = new LinkedHashMap<>();
        for (String name : map.values.keySet()) {
            found.put(name, map.required(name));
        }
        return found;
    }

    private List<Node> items(String key) {
        Node node = values.get(key);
        if (node == null) {
            return List.of();
        }
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        problem(line(node), "'" + key + "' must be a list, found " + kind(node));
        return List.of();
    }

    void problem(String key, String text) {
        problem(lines.getOrDefault(key, line), text);
    }

    private void problem(int at, String text) {
        problems.add(file + ":" + at + ": " + text);
    }

    private static int line(Node node) {
        return node.getStartMark() == null ? 1 : node.getStartMark().getLine() + 1;
    }

    private static String kind(Node node) {
        if (node instanceof ScalarNode scalar) {
            return "'" + scalar.getValue() + "'";
        }
        return node instanceof SequenceNode ? "a list" : "keys and values";
    }
}
