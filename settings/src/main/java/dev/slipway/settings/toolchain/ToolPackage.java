package dev.slipway.settings.toolchain;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Packages that Slipway puts into the user's cache for a toolchain.
 *
 * @param packages name to exact version
 * @param bytes that they take on disk, measured
 * @param provides the required tool that they stand in for: left out where the machine has that tool itself; null:
 *     always installed
 * @param bin folders with their programs, relative to the toolchain's folder; first on the PATH
 */
public record ToolPackage(
        PackageRegistry registry,
        Map<String, String> packages,
        long bytes,
        @Nullable String provides,
        List<String> bin) {
    public ToolPackage {
        requireNonNull(registry, "registry is null");
        packages = Collections.unmodifiableMap(new LinkedHashMap<>(packages));
        bin = List.copyOf(bin);
    }
}
