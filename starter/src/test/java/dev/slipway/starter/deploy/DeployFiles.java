package dev.slipway.starter.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The files that are deployed, as the tools that they are for read them. */
final class DeployFiles {
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private DeployFiles() {}

    /** A YAML file, its anchors and merges resolved. */
    static JsonNode yaml(String path) throws IOException {
        Object content = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(ROOT.resolve(path)));
        return new ObjectMapper().valueToTree(content);
    }
}
