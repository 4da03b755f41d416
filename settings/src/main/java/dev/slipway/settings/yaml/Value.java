package dev.slipway.settings.yaml;

import dev.slipway.seat.Amounts;
import dev.slipway.settings.secret.SecretRef;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** What stands behind a key. Where it can't be read as asked, that is told, and the rest of the file is read too. */
public final class Value {
    private static final Set<String> TRUE = Set.of("true", "yes", "on");
    private static final Set<String> FALSE = Set.of("false", "no", "off");

    private final YamlFile file;
    private final Node node;
    private final Place keyPlace;
    private final String key;
    private final String label;

    Value(YamlFile file, Node node, Place keyPlace, String key, String label) {
        this.file = file;
        this.node = node;
        this.keyPlace = keyPlace;
        this.key = key;
        this.label = label;
        file.look(node);
    }

    /** Its line. */
    public Place place() {
        return node instanceof ScalarNode ? file.place(node) : keyPlace;
    }

    boolean isNull() {
        return node.getTag().equals(Tag.NULL);
    }

    /** Tells a problem: {@code 'key' under 'section'}, and then the message. */
    public void error(String message) {
        file.problems().error(place(), subject() + " " + message);
    }

    /** Warns in the same way. */
    public void warn(String message) {
        file.problems().warn(place(), subject() + " " + message);
    }

    private String subject() {
        return "'" + key + "'" + (label.isEmpty() ? "" : " under '" + label + "'");
    }

    /** Its text, references in it replaced. Numbers and booleans are texts too. */
    public Optional<String> text() {
        return scalar().flatMap(text -> expanded(() -> file.variables().expand(text)));
    }

    /** Its text, replaced only where the whole of it is one reference: prose and commands keep their dollars. */
    public Optional<String> prose() {
        return scalar().flatMap(text -> expanded(() -> file.variables().expandWhole(text)));
    }

    /** Its text as it stands in the file; empty without a word where it is none. */
    public Optional<String> raw() {
        return node instanceof ScalarNode scalar ? Optional.of(scalar.getValue()) : Optional.empty();
    }

    /** Whether a reference in it can't be followed now. */
    public boolean isUnresolved() {
        try {
            file.variables().expand(raw().orElse(""));
            return false;
        } catch (Variables.UnresolvedException e) {
            return true;
        }
    }

    /** Where the secret is kept. A literal is accepted; the caller warns. */
    public Optional<SecretRef> secret() {
        Optional<String> text = scalar();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (text.get().isBlank()) {
            error("is empty. Write ${NAME} for an environment variable or ${file:path} for a file");
            return Optional.empty();
        }
        Optional<Optional<SecretRef>> found = expanded(() -> file.variables().secret(text.get()));
        if (found.isPresent() && found.get().isEmpty()) {
            error("mixes text with a reference. Put the whole secret behind one ${NAME} or ${file:path}");
        }
        return found.flatMap(Function.identity());
    }

    /** A whole number within bounds. */
    public Optional<Integer> integer(int min, int max) {
        return checked(
                text().map(String::strip),
                text -> {
                    int number = Integer.parseInt(text.replace("_", ""));
                    return number >= min && number <= max ? Optional.of(number) : Optional.empty();
                },
                () -> "a whole number from " + min + " to " + max + " is needed");
    }

    /** An amount from 0 up. */
    public Optional<BigDecimal> amount() {
        return checked(text().map(String::strip), Amounts::plain, () -> "an amount such as 50 or 12.50 is needed");
    }

    /** {@code true} or {@code false}. */
    public Optional<Boolean> bool() {
        return checked(
                text().map(text -> text.strip().toLowerCase(Locale.ROOT)),
                text -> TRUE.contains(text)
                        ? Optional.of(true)
                        : FALSE.contains(text) ? Optional.of(false) : Optional.empty(),
                () -> "true or false is needed");
    }

    /** A duration within bounds. */
    public Optional<Duration> duration(Duration min, Duration max) {
        return checked(
                text(),
                text -> Durations.parse(text)
                        .filter(duration -> duration.compareTo(min) >= 0 && duration.compareTo(max) <= 0),
                () -> "a duration from " + Durations.format(min) + " to " + Durations.format(max)
                        + " is needed, such as 5s, 15m, 2h or 7d");
    }

    /** One of an enum's constants, written in lower case. */
    public <E extends Enum<E>> Optional<E> oneOf(Class<E> constants) {
        Optional<String> text = text().map(String::strip);
        return checked(
                text,
                word -> word.equals(word.toLowerCase(Locale.ROOT)) || word.equals(word.toUpperCase(Locale.ROOT))
                        ? Optional.of(Enum.valueOf(constants, word.toUpperCase(Locale.ROOT)))
                        : Optional.empty(),
                () -> {
                    List<String> words = Arrays.stream(constants.getEnumConstants())
                            .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                            .toList();
                    return "one of " + String.join(", ", words) + " is needed."
                            + text.map(word -> Nearest.hint(word, words)).orElse("");
                });
    }

    /** An absolute URI of one of these schemes. */
    public Optional<URI> uri(Set<String> schemes) {
        return checked(
                text().map(String::strip),
                text -> {
                    URI uri = new URI(text);
                    boolean usable = uri.getScheme() != null
                            && schemes.contains(uri.getScheme().toLowerCase(Locale.ROOT))
                            && uri.getUserInfo() == null
                            && (uri.getHost() != null || uri.getScheme().equals("file"));
                    return usable ? Optional.of(uri) : Optional.empty();
                },
                () -> "a URL beginning with "
                        + schemes.stream()
                                .sorted()
                                .map(scheme -> scheme + "://")
                                .collect(Collectors.joining(" or "))
                        + ", with no user name in it, is needed");
    }

    /** A value that its text makes, such as a name; {@code needed} says what would have been right. */
    public <T> Optional<T> as(Function<String, T> make, String needed) {
        return checked(text(), text -> Optional.of(make.apply(text)), () -> needed);
    }

    /** A path; a relative one starts at the file's folder. */
    public Optional<Path> path() {
        return checked(
                text().map(String::strip),
                text -> text.isEmpty()
                        ? Optional.empty()
                        : Optional.of(file.variables().folder().resolve(text)),
                () -> "a path is needed");
    }

    /** A file that can be read and lies in the folder of this one, links followed. */
    public Optional<Path> fileInFolder() {
        return path().filter(path -> {
            Optional<String> problem = Confinement.problem(file.variables().folder(), path);
            problem.ifPresent(message -> error("is '" + shown() + "', " + message));
            return problem.isEmpty();
        });
    }

    /** Its elements. */
    public List<Value> list() {
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue().stream().map(this::element).toList();
        }
        error("holds " + kind() + "; a list is needed, each element after '- '");
        return List.of();
    }

    /** Its elements, or itself where it is no list. */
    public List<Value> listOrOne() {
        return node instanceof SequenceNode ? list() : List.of(this);
    }

    /** Whether a list stands here. */
    public boolean isList() {
        return node instanceof SequenceNode;
    }

    /** Its keys and values. */
    public Optional<Mapping> mapping() {
        if (node instanceof MappingNode mapping) {
            return Optional.of(file.mapping(mapping, label.isEmpty() ? key : label + "." + key));
        }
        error("holds " + kind() + "; 'key: value' lines are needed");
        return Optional.empty();
    }

    /** Its keys and values; empty without a word where it has none. */
    public Optional<Mapping> mappingIfAny() {
        return node instanceof MappingNode ? mapping() : Optional.empty();
    }

    private Value element(Node element) {
        return new Value(file, element, file.place(element), key, label);
    }

    private Optional<String> scalar() {
        if (node instanceof ScalarNode scalar && !isNull()) {
            return Optional.of(scalar.getValue());
        }
        error("holds " + kind() + "; a single value is needed");
        return Optional.empty();
    }

    private String kind() {
        String other = node instanceof MappingNode ? "a mapping" : isNull() ? "nothing" : "a single value";
        return node instanceof SequenceNode ? "a list" : other;
    }

    private interface Expansion<T> {
        T expand() throws Variables.UnresolvedException;
    }

    private <T> Optional<T> expanded(Expansion<T> expansion) {
        try {
            return Optional.of(expansion.expand());
        } catch (Variables.UnresolvedException e) {
            error(e.getMessage());
            return Optional.empty();
        }
    }

    private interface Check<T> {
        Optional<T> check(String text) throws URISyntaxException;
    }

    /** What is told is the text in the file, never what a reference in it stands for. */
    private <T> Optional<T> checked(Optional<String> text, Check<T> check, Supplier<String> needed) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<T> value;
        try {
            value = check.check(text.get());
        } catch (IllegalArgumentException | DateTimeException | URISyntaxException e) {
            value = Optional.empty();
        }
        if (value.isEmpty()) {
            error("is '" + shown() + "'; " + needed.get());
        }
        return value;
    }

    /** Its text as it stands in the file, short and on one line, for a message. */
    public String shown() {
        String text = raw().orElse("").replaceAll("\\p{Cntrl}+", " ");
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
