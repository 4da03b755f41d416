package dev.slipway.starter.run;

import dev.slipway.activities.artifact.ArtifactStore;
import dev.slipway.artifact.ArtifactRef;
import dev.slipway.project.ProjectSpec;
import dev.slipway.settings.work.Work;
import dev.slipway.starter.output.CommandFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Puts the rules of the house where workers find them. */
public final class Constitutions {
    private Constitutions() {}

    /** The projects, each with a reference to its rules, if it has any; without rules the store is not asked for. */
    public static List<ProjectSpec> store(Work work, List<ProjectSpec> projects, Supplier<ArtifactStore> store) {
        Map<Path, ArtifactRef> stored = new HashMap<>();
        return projects.stream()
                .map(project -> work.constitutionOf(project.name())
                        .map(path -> Specs.withConstitution(
                                project, stored.computeIfAbsent(path, file -> store(file, store.get()))))
                        .orElse(project))
                .toList();
    }

    private static ArtifactRef store(Path file, ArtifactStore store) {
        try {
            String text = Files.readString(file);
            String digest = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)))
                    .substring(0, 16);
            return store.put("constitution/" + digest + ".md", text);
        } catch (IOException e) {
            throw CommandFailure.wrongUsage("The constitution " + file + " can't be stored: " + e.getMessage());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
