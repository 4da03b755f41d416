package dev.slipway.sandbox;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** GitHub's own description of its REST API, as npm has it. */
final class GitHubDescription {
    private static final String ADDRESS = "https://slipway.test/api.github.com.json";
    private static final JsonMapper MAPPER = new JsonMapper();

    private final JsonNode description;
    private final SchemaRegistry registry;
    private final Map<String, Schema> schemas = new HashMap<>();

    private GitHubDescription(String text) {
        description = MAPPER.readTree(text);
        registry = SchemaRegistry.withDefaultDialect(
                Dialects.getOpenApi30(),
                builder -> builder.schemas(Map.of(ADDRESS, text))
                        .schemaRegistryConfig(SchemaRegistryConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build()));
    }

    static GitHubDescription fetch() throws IOException, InterruptedException {
        Path file = NpmCache.file("@octokit/openapi", "23.0.2", "generated/api.github.com.json");
        return new GitHubDescription(Files.readString(file));
    }

    boolean describes(String method, String template) {
        return operation(method, template).isObject();
    }

    boolean enabledForApps(String method, String template) {
        return operation(method, template)
                .path("x-github")
                .path("enabledForGitHubApps")
                .asBoolean();
    }

    /** What GitHub's description has against an answer; nothing when it fits. */
    List<String> problems(String method, String template, int status, String body) {
        JsonNode response = operation(method, template).path("responses").path(String.valueOf(status));
        if (response.has("$ref")) {
            response = at(response.path("$ref").asString());
        }
        if (!response.isObject()) {
            return List.of("status " + status + " is not described");
        }
        JsonNode schema = response.path("content").path("application/json").path("schema");
        if (!schema.isObject()) {
            return List.of();
        }
        List<String> problems = new ArrayList<>();
        for (Error error : schema(method + template + status, schema).validate(MAPPER.readTree(body))) {
            problems.add(error.getInstanceLocation() + ": " + error.getMessage());
        }
        return problems;
    }

    private Schema schema(String key, JsonNode schema) {
        return schemas.computeIfAbsent(key, unused -> {
            JsonNode copy = schema.deepCopy();
            adapt(copy);
            return registry.getSchema(copy);
        });
    }

    private JsonNode operation(String method, String template) {
        return description.path("paths").path(template).path(method.toLowerCase(Locale.ROOT));
    }

    private JsonNode at(String reference) {
        return description.at(reference.substring(1));
    }

    private static void adapt(JsonNode node) {
        if (node instanceof ObjectNode object && object.path("$ref").isString()) {
            object.set("$ref", StringNode.valueOf(ADDRESS + object.path("$ref").asString()));
        }
        // Alternatives such as two kinds of errors overlap in the description: what fits both is right too.
        if (node instanceof ObjectNode object && object.has("oneOf")) {
            object.set("anyOf", object.remove("oneOf"));
        }
        if (node.path("discriminator").path("mapping") instanceof ObjectNode mapping) {
            mapping.properties()
                    .forEach(entry -> entry.setValue(
                            StringNode.valueOf(ADDRESS + entry.getValue().asString())));
        }
        node.forEach(GitHubDescription::adapt);
    }
}
