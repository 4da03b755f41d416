package dev.slipway.testing;

import static org.assertj.core.api.Assumptions.assumeThat;

import dev.slipway.run.SearchAttributes;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.testing.TemporalDevServerOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A real server for what the one in memory does not show; tests are skipped where there is none. */
public final class DevServer {

    private DevServer() {}

    public static TestWorkflowEnvironment start() {
        Optional<Path> temporal = Arrays.stream(
                        System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "temporal"))
                .filter(Files::isExecutable)
                .findFirst();
        assumeThat(temporal).as("temporal on the PATH").isPresent();
        List<String> attributes = SearchAttributes.ALL.stream()
                .flatMap(key -> Stream.of("--search-attribute", key.getName() + "=" + type(key.getValueType())))
                .toList();
        return TestWorkflowEnvironment.startLocal(TemporalDevServerOptions.newBuilder()
                .setExistingPath(temporal.get().toString())
                .setDownloadEnabled(false)
                .setUiEnabled(false)
                .setExtraArgs(attributes)
                .build());
    }

    private static String type(IndexedValueType type) {
        return switch (type) {
            case INDEXED_VALUE_TYPE_KEYWORD -> "Keyword";
            case INDEXED_VALUE_TYPE_INT -> "Int";
            case INDEXED_VALUE_TYPE_DOUBLE -> "Double";
            case INDEXED_VALUE_TYPE_DATETIME -> "Datetime";
            default -> throw new IllegalArgumentException("no such search attribute: " + type);
        };
    }
}
