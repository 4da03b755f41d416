package dev.slipway.settings.yaml;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A mapping in a file: its keys, each with line and value. A key with no value behind it counts as absent. */
public final class Mapping {
    private final YamlFile file;
    private final MappingNode node;
    private final String label;
    private final Map<String, MergedKeys.Entry> entries;

    Mapping(YamlFile file, MappingNode node, String label, Map<String, MergedKeys.Entry> entries) {
        this.file = file;
        this.node = node;
        this.label = label;
        this.entries = new LinkedHashMap<>(entries);
    }

    /** Its keys, in the file's order. */
    public Set<String> keys() {
        return entries.keySet();
    }

    /** What stands behind a key. */
    public Optional<Value> get(String key) {
        MergedKeys.Entry entry = entries.get(key);
        if (entry == null || entry.value().getTag().equals(Tag.NULL)) {
            return Optional.empty();
        }
        return Optional.of(new Value(file, entry.value(), file.place(entry.key()), key, label));
    }

    /** The list of mappings behind a key; empty where the key is absent or holds something else, which is told. */
    public List<Mapping> mappings(String key) {
        return get(key).map(Value::list).orElse(List.of()).stream()
                .flatMap(value -> value.mapping().stream())
                .toList();
    }

    /** The line of a key; the mapping's own where it has no such key. */
    public Place place(String key) {
        return Optional.ofNullable(entries.get(key))
                .map(entry -> file.place(entry.key()))
                .orElse(place());
    }

    /** The line on which it begins. */
    public Place place() {
        return file.place(node);
    }

    /** {@code  under 'automation'}, with the blank before it; {@code  at the top level} for the outermost. */
    public String under() {
        return label.isEmpty() ? " at the top level" : " under '" + label + "'";
    }

    /** Tells a problem with one of its keys. */
    public void error(String key, String message) {
        file.problems().error(place(key), message);
    }

    /** Warns about one of its keys. */
    public void warn(String key, String message) {
        file.problems().warn(place(key), message);
    }
}
