package dev.slipway.settings.yaml;

import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** The keys of a mapping with those that {@code <<} merges into it; its own win. */
final class MergedKeys {
    /** A key and what stands behind it. */
    record Entry(Node key, Node value) {}

    /** Deeper chains of merges are no settings. */
    private static final int MAX_DEPTH = 20;

    private final YamlFile file;
    private final Set<Node> underWay = Collections.newSetFromMap(new IdentityHashMap<>());

    private MergedKeys(YamlFile file) {
        this.file = file;
    }

    static Map<String, Entry> of(YamlFile file, MappingNode node) {
        return new MergedKeys(file).collect(node);
    }

    private Map<String, Entry> collect(MappingNode node) {
        Map<String, Entry> own = new LinkedHashMap<>();
        Map<String, Entry> merged = new HashMap<>();
        if (underWay.size() > MAX_DEPTH) {
            file.problems().error(file.place(node), "'<<' stands in mappings that are merged themselves, too deeply");
            return own;
        }
        if (!underWay.add(node)) {
            file.problems().error(file.place(node), "'<<' merges a mapping into itself. Remove it");
            return own;
        }
        for (NodeTuple tuple : node.getValue()) {
            file.look(tuple.getKeyNode());
            if (tuple.getKeyNode() instanceof ScalarNode key) {
                if (key.getTag().equals(Tag.MERGE)) {
                    merge(tuple.getValueNode(), merged);
                } else {
                    add(own, key, tuple.getValueNode());
                }
            } else {
                file.problems().error(file.place(tuple.getKeyNode()), "a key is a list or a mapping; a word is needed");
            }
        }
        underWay.remove(node);
        merged.forEach(own::putIfAbsent);
        return own;
    }

    private void add(Map<String, Entry> own, ScalarNode key, Node value) {
        Entry before = own.putIfAbsent(key.getValue(), new Entry(key, value));
        if (before != null) {
            file.problems()
                    .error(
                            file.place(key),
                            "the key '" + key.getValue() + "' stands here for the second time, first in line "
                                    + file.place(before.key()).line() + ". Remove one of them");
        }
    }

    private void merge(Node value, Map<String, Entry> merged) {
        List<Node> sources = value instanceof SequenceNode sequence ? sequence.getValue() : List.of(value);
        for (Node source : sources) {
            if (source instanceof MappingNode mapping) {
                collect(mapping).forEach(merged::putIfAbsent);
            } else {
                file.problems().error(file.place(source), "'<<' needs an alias of a mapping, such as '<<: *defaults'");
            }
        }
    }
}
