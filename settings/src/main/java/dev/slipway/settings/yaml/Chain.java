package dev.slipway.settings.yaml;

import java.util.List;
import java.util.Optional;

/** Mappings that are asked one after the other: a project, then the defaults. */
public record Chain(List<Mapping> mappings) {
    public Chain {
        mappings = List.copyOf(mappings);
    }

    /** The value of the first that has the key. */
    public Optional<Value> get(String key) {
        for (Mapping mapping : mappings) {
            Optional<Value> value = mapping.get(key);
            if (value.isPresent()) {
                return value;
            }
        }
        return Optional.empty();
    }

    /** The first that has the key. */
    public Optional<Mapping> holder(String key) {
        return mappings.stream().filter(mapping -> mapping.get(key).isPresent()).findFirst();
    }
}
