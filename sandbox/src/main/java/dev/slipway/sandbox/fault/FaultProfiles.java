package dev.slipway.sandbox.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.sandbox.world.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Named sets of faults, from the resource {@code faults/profiles.json}. */
final class FaultProfiles {
    /** The profile that has none: it takes the others away. */
    static final String NONE = "none";

    private static final List<String> KEYS = List.of("profile", "seed", "every", "for", "after");
    private static final String RESOURCE = "/faults/profiles.json";

    private final JsonNode profiles;

    FaultProfiles() {
        try (InputStream in = FaultProfiles.class.getResourceAsStream(RESOURCE)) {
            profiles = Json.MAPPER.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE + " cannot be read", e);
        }
    }

    /** Each profile's name and what it is for. */
    ObjectNode described() {
        ObjectNode json = Json.object().put(NONE, "no faults: takes those of a profile away");
        for (Iterator<Map.Entry<String, JsonNode>> all = profiles.fields(); all.hasNext(); ) {
            Map.Entry<String, JsonNode> profile = all.next();
            json.put(profile.getKey(), profile.getValue().path("description").asText());
        }
        return json;
    }

    /**
     * Reads the faults of {@code {"profile": "flaky", "seed": 7}}. With {@code every} they take turns: one request is hit
     * each time, with whichever of them the seed says.
     *
     * @throws FaultProblem which names the key
     */
    List<Fault> read(JsonNode asked, FaultForm form) {
        Fields fields = new Fields(asked, KEYS);
        String name = fields.text("profile").orElse(NONE);
        if (!name.equals(NONE) && !profiles.has(name)) {
            throw new FaultProblem(
                    "profile",
                    "unknown profile '" + name + "'; known are "
                            + String.join(
                                    ", ", (Iterable<String>) () -> described().fieldNames()));
        }
        long seed = fields.whole("seed", Long.MIN_VALUE, Long.MAX_VALUE).orElse(1L);
        List<Fault> faults = new ArrayList<>();
        for (JsonNode fault : faults(name)) {
            ObjectNode one = fault.deepCopy();
            one.put("seed", Chance.derive(seed, faults.size()));
            for (String key : List.of("every", "for", "after")) {
                fields.duration(key).ifPresent(given -> one.put(key, Durations.text(given)));
            }
            faults.add(form.read(one, name));
        }
        return faults;
    }

    private List<JsonNode> faults(String name) {
        List<JsonNode> faults = new ArrayList<>();
        JsonNode profile = profiles.path(name);
        profile.path("faults").forEach(faults::add);
        profile.path("includes").forEach(included -> faults.addAll(faults(included.asText())));
        return faults;
    }
}
