package dev.slipway.settings.yaml;

import dev.slipway.settings.ConfigurationException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * A YAML file as a tree of nodes, each of which knows its line. Nothing is bound to classes: readers ask for what they
 * know, and say what they do not.
 */
public final class YamlFile {
    /** Each of 10,000 projects may take its defaults from an anchor. */
    private static final int MAX_ALIASES = 100_000;

    /** Values looked at; aliases can make more of them than the file has bytes. */
    private static final int MAX_VALUES = 5_000_000;

    private final Path path;
    private final Problems problems;
    private final Variables variables;
    private final IdentityHashMap<MappingNode, Mapping> mappings = new IdentityHashMap<>();
    private int values;

    private YamlFile(Path path, Problems problems, Variables variables) {
        this.path = path;
        this.problems = problems;
        this.variables = variables;
    }

    /**
     * Reads a file down to its outermost mapping.
     *
     * @throws ConfigurationException if there is no such file, if it can't be read, is empty or is no YAML mapping
     */
    public static Mapping read(Path path, Problems problems, Variables variables) {
        YamlFile file = new YamlFile(path, problems, variables);
        Node root = file.compose(YamlText.read(path));
        if (root == null || root.getTag().equals(Tag.NULL)) {
            throw YamlText.refused(new Place(path, 1), "is empty. 'slipway init' writes one to start from");
        }
        if (!(root instanceof MappingNode mapping)) {
            throw YamlText.refused(
                    file.place(root), "holds no settings: 'key: value' lines are needed, such as 'projects:'");
        }
        return file.mapping(mapping, "");
    }

    private Node compose(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(YamlText.MAX_BYTES);
        options.setMaxAliasesForCollections(MAX_ALIASES);
        options.setNestingDepthLimit(50);
        try {
            return new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark() != null ? e.getProblemMark() : e.getContextMark();
            int line = mark == null ? 1 : mark.getLine() + 1;
            throw YamlText.refused(new Place(path, line), "is no valid YAML: " + inWords(e.getProblem()));
        } catch (ReaderException e) {
            int line = 1
                    + (int) text.codePoints()
                            .limit(Math.max(0, e.getPosition()))
                            .filter(c -> c == '\n')
                            .count();
            throw YamlText.refused(
                    new Place(path, line),
                    String.format(
                            "holds the control character U+%04X, which YAML does not allow. Remove it",
                            e.getCodePoint()));
        } catch (YAMLException e) {
            throw YamlText.refused(new Place(path, 0), "is no valid YAML: " + inWords(e.getMessage()));
        }
    }

    private static String inWords(String problem) {
        if (problem == null) {
            return "it can't be understood";
        }
        if (problem.contains("TAB") || problem.contains("\\t")) {
            return "a tab stands where YAML wants spaces. Indent with spaces";
        }
        if (problem.startsWith("mapping values are not allowed")) {
            return problem + ". Put quotes around a text that holds ': '";
        }
        if (problem.startsWith("expected a single document") || problem.contains("found another document")) {
            return "it holds more than one document. Remove the second '---'";
        }
        return problem;
    }

    Path path() {
        return path;
    }

    Problems problems() {
        return problems;
    }

    Variables variables() {
        return variables;
    }

    Place place(Node node) {
        return new Place(path, node.getStartMark().getLine() + 1);
    }

    /** Counts a value that is looked at, so that aliases of aliases come to an end. */
    void look(Node node) {
        if (++values > MAX_VALUES) {
            throw YamlText.refused(place(node), "the aliases in this file expand to too much. Write it without them");
        }
    }

    /** The same node is always the same mapping: its duplicate keys are told once. */
    Mapping mapping(MappingNode node, String label) {
        look(node);
        Mapping known = mappings.get(node);
        if (known == null) {
            known = new Mapping(this, node, label, MergedKeys.of(this, node));
            mappings.put(node, known);
        }
        return known;
    }
}
