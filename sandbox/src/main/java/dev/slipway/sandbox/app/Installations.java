package dev.slipway.sandbox.app;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.slipway.sandbox.world.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Where the App is installed, with what was changed since; it survives a kill of the sandbox. */
final class Installations {
    private final Path file;
    private final Map<Long, Installation> all = new TreeMap<>();

    private Installations(Path file) {
        this.file = file;
        Installation.ALL.forEach(one -> all.put(one.id(), one));
    }

    static Installations open(Path file) throws IOException {
        Installations installations = new Installations(file);
        if (Files.exists(file)) {
            List<Installation> changed =
                    Json.MAPPER.readValue(Files.readAllBytes(file), new TypeReference<List<Installation>>() {});
            changed.forEach(one -> installations.all.put(one.id(), one));
        }
        return installations;
    }

    synchronized List<Installation> all() {
        return List.copyOf(all.values());
    }

    synchronized Optional<Installation> find(long id) {
        return Optional.ofNullable(all.get(id));
    }

    synchronized void change(long id, UnaryOperator<Installation> change) {
        Installation before = all.get(id);
        if (before == null) {
            throw new IllegalArgumentException("the App has no installation " + id);
        }
        all.put(id, change.apply(before));
        try {
            Path draft = file.resolveSibling(file.getFileName() + ".new");
            Files.write(draft, Json.MAPPER.writeValueAsBytes(all.values()));
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
