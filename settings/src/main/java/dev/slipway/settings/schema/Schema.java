package dev.slipway.settings.schema;

import dev.slipway.settings.yaml.Mapping;
import dev.slipway.settings.yaml.Nearest;
import dev.slipway.settings.yaml.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Which keys may stand where. Both readers hold the whole file against it, so that one file may carry the settings of
 * both; what a value must be is the reader's to say.
 */
public sealed interface Schema {
    /** A single value, or a list of them. */
    record Leaf() implements Schema {}

    /** A mapping with these keys. */
    record Section(Map<String, Schema> keys) implements Schema {
        public Section {
            keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
        }
    }

    /** A mapping with these keys, and with names that the user chooses. */
    record Named(Map<String, Schema> keys, Schema each) implements Schema {
        public Named {
            keys = Map.copyOf(keys);
        }
    }

    /** A list, each element of which is so. */
    record Each(Schema element) implements Schema {}

    /** Tells each key in the file that is not known, with the nearest that is. */
    default void check(Mapping file) {
        check(file, this);
    }

    /** Every key as {@code section.key}, a list's elements as {@code section[].key}. */
    default List<String> paths() {
        List<String> paths = new ArrayList<>();
        collect("", paths);
        return paths;
    }

    private void collect(String prefix, List<String> paths) {
        Map<String, Schema> keys = this instanceof Section section
                ? section.keys()
                : this instanceof Named named ? named.keys() : Map.of();
        keys.forEach((key, schema) -> {
            paths.add(prefix + key);
            schema.collect(prefix + key + ".", paths);
        });
        if (this instanceof Each each) {
            each.element().collect(prefix.substring(0, prefix.length() - 1) + "[].", paths);
        }
        if (this instanceof Named named) {
            named.each().collect(prefix + "<name>.", paths);
        }
    }

    private void check(Mapping mapping, Schema root) {
        if (this instanceof Section section) {
            for (String key : mapping.keys()) {
                Schema known = section.keys().get(key);
                if (known != null) {
                    mapping.get(key).ifPresent(value -> known.descend(value, root));
                } else if (this != root || !key.startsWith("x-")) {
                    unknown(mapping, key, section, root);
                }
            }
        } else if (this instanceof Named named) {
            for (String key : mapping.keys()) {
                Schema schema = named.keys().getOrDefault(key, named.each());
                mapping.get(key).ifPresent(value -> schema.descend(value, root));
            }
        }
    }

    /** What has the wrong form is passed over here: the reader that needs it tells. */
    private void descend(Value value, Schema root) {
        if (this instanceof Each each) {
            if (value.isList()) {
                value.list().forEach(element -> each.element().descend(element, root));
            }
        } else if (!(this instanceof Leaf)) {
            value.mappingIfAny().ifPresent(mapping -> check(mapping, root));
        }
    }

    private static void unknown(Mapping mapping, String key, Section section, Schema root) {
        String shown = key.length() <= 60 ? key : key.substring(0, 60) + "…";
        String hint = Nearest.hint(key, section.keys().keySet());
        if (hint.isEmpty()) {
            hint = belongsTo(key, root)
                    .map(place -> " It belongs " + place + ".")
                    .orElse(" Known are: "
                            + String.join(", ", new TreeSet<>(section.keys().keySet())) + ".");
        }
        mapping.error(key, "unknown key '" + shown.replaceAll("\\p{Cntrl}+", " ") + "'" + mapping.under() + "." + hint);
    }

    private static Optional<String> belongsTo(String key, Schema root) {
        if (!(root instanceof Section top)) {
            return Optional.empty();
        }
        if (top.keys().containsKey(key)) {
            return Optional.of("at the top level");
        }
        return top.keys().entrySet().stream()
                .filter(entry -> entry.getValue() instanceof Section section
                        && section.keys().containsKey(key))
                .map(entry -> "under '" + entry.getKey() + "'")
                .findFirst();
    }
}
