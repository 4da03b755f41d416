package dev.slipway.settings.yaml;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Several files read as one: where two set the same key of a section, the later file's value holds. */
public final class Layers {
    private final List<Mapping> files;

    public Layers(List<Mapping> files) {
        this.files = List.copyOf(files);
    }

    /** Each file by itself, the first first. */
    public List<Mapping> files() {
        return files;
    }

    /** A key of a section. */
    public Optional<Value> get(String section, String key) {
        return Optional.ofNullable(section(section).get(key)).flatMap(mapping -> mapping.get(key));
    }

    /** Each key of a section with the mapping whose value holds; empty where no file has the section. */
    public Map<String, Mapping> section(String section) {
        Map<String, Mapping> keys = new LinkedHashMap<>();
        for (Mapping file : files) {
            file.get(section)
                    .flatMap(Value::mapping)
                    .ifPresent(mapping -> mapping.keys().stream()
                            .filter(key -> mapping.get(key).isPresent())
                            .forEach(key -> keys.put(key, mapping)));
        }
        return keys;
    }
}
