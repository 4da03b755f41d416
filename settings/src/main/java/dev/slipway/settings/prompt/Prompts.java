package dev.slipway.settings.prompt;

import dev.slipway.agent.AgentTask;
import dev.slipway.agent.Brief;
import dev.slipway.agent.PromptSize;
import dev.slipway.settings.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What agents are told. Templates are files, one a task; a user's own take the place of those that come with Slipway.
 *
 * <p>Every prompt begins with the lines {@code Task:}, {@code Project:}, {@code Toolchain:} and {@code Description:},
 * whatever the template says: the script book and the model endpoint of the sandbox go by them.
 */
public final class Prompts {
    private static final Set<String> NAMES = Set.of(
            "name",
            "description",
            "long_description",
            "type",
            "toolchain",
            "guidance",
            "constitution",
            "failure",
            "task");
    private static final String RULES = "rules";
    private static final String SHORT = "short";

    private final Map<AgentTask, PromptTemplate> templates;
    private final PromptTemplate inShort;

    private Prompts(Map<AgentTask, PromptTemplate> templates, PromptTemplate inShort) {
        this.templates = templates;
        this.inShort = inShort;
    }

    /**
     * Reads the templates.
     *
     * @param userFolder with the user's own: {@code generate.md}, {@code fix.md}, {@code tests.md}, {@code optimise.md},
     *     {@code short.md} for any of these in few words, and {@code rules.md}, which the others bring in; may not exist
     * @throws ConfigurationException if one of them can't be read or has a hole that nothing fills
     */
    public static Prompts load(Path userFolder) {
        PromptTemplate rules = template(userFolder, RULES, Optional.empty());
        Map<AgentTask, PromptTemplate> templates = new EnumMap<>(AgentTask.class);
        for (AgentTask task : AgentTask.values()) {
            templates.put(task, template(userFolder, word(task), Optional.of(rules)));
        }
        return new Prompts(templates, template(userFolder, SHORT, Optional.of(rules)));
    }

    /**
     * The prompt for one run of an agent.
     *
     * @param toolchainGuidance layout, and how it is compiled and tested
     * @param constitution rules of the house; null for none
     * @param failure the trimmed failing output, when the task is to fix; null for none
     * @param size whether the task's own template, or the short one
     */
    public String render(
            AgentTask task,
            Brief brief,
            String toolchainGuidance,
            @Nullable String constitution,
            @Nullable String failure,
            PromptSize size) {
        String description = plain(brief.description()).strip();
        Map<String, String> values = new TreeMap<>();
        values.put("task", word(task));
        values.put("name", oneLine(brief.name()));
        values.put("description", oneLine(description));
        values.put("long_description", description.contains("\n") ? fenced(description) : "");
        values.put("type", oneLine(brief.type()));
        values.put("toolchain", brief.toolchain().value());
        values.put("guidance", plain(toolchainGuidance).strip());
        values.put("constitution", constitution == null || constitution.isBlank() ? "" : fenced(plain(constitution)));
        values.put("failure", failure == null || failure.isBlank() ? "" : fenced(plain(failure)));
        return "Task: " + word(task) + "\nProject: " + values.get("name") + "\nToolchain: " + values.get("toolchain")
                + "\nDescription: " + values.get("description") + "\n\n"
                + (size == PromptSize.SHORT ? inShort : templates.get(task))
                        .render(values)
                        .strip() + "\n";
    }

    private static String word(AgentTask task) {
        return task.name().toLowerCase(Locale.ROOT);
    }

    private static PromptTemplate template(Path userFolder, String name, Optional<PromptTemplate> rules) {
        Path own = userFolder.resolve(name + ".md");
        boolean isOwn = Files.exists(own);
        return PromptTemplate.parse(
                isOwn ? own.toString() : "prompts/" + name + ".md",
                isOwn ? read(own) : builtIn(name),
                NAMES,
                other -> other.equals(RULES) ? rules : Optional.empty());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new ConfigurationException(List.of(file + ": can't be read as UTF-8 text (" + e.getMessage()
                    + "). Mend it, or remove it to use Slipway's"));
        }
    }

    private static String builtIn(String name) {
        try (InputStream in = Prompts.class.getResourceAsStream("/prompts/" + name + ".md")) {
            if (in == null) {
                throw new IllegalStateException("the resource prompts/" + name + ".md is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the resource prompts/" + name + ".md", e);
        }
    }

    /** Without the colours of a terminal and other control characters; a NUL would end an argument. */
    private static String plain(String text) {
        return text.replaceAll("\u001B\\[[0-9;?]*[ -/]*[@-~]", "")
                .replace("\r\n", "\n")
                .replace('\r', '\n')
                .replaceAll("[\\p{Cntrl}&&[^\n\t]]", "");
    }

    private static String oneLine(String text) {
        return plain(text).replaceAll("\\s+", " ").strip();
    }

    /** Between fences longer than any in the text, so that the text can't close them. */
    private static String fenced(String text) {
        int longest = 2;
        int run = 0;
        for (int i = 0; i < text.length(); i++) {
            run = text.charAt(i) == '`' ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        String fence = "`".repeat(longest + 1);
        return fence + "text\n" + text.strip() + "\n" + fence;
    }
}
