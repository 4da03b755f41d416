package dev.slipway.settings.yaml;

import dev.slipway.settings.ConfigurationException;
import dev.slipway.settings.secret.Secret;
import dev.slipway.settings.secret.SecretRef;
import dev.slipway.settings.secret.SecretResolver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Values from elsewhere: {@code ${NAME}} from the environment, {@code ${file:path}} from a file, trimmed. Two dollars
 * stand for one that begins no reference. What came out is not looked at again.
 */
public final class Variables {
    private static final Pattern REFERENCE = Pattern.compile("\\$?\\$\\{([^}]*)}?");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final String FILE = "file:";

    private final SecretResolver resolver;
    private final Path folder;
    private final boolean confined;

    private Variables(Map<String, String> environment, Path folder, boolean confined) {
        this.resolver = new SecretResolver(environment);
        this.folder = folder;
        this.confined = confined;
    }

    /**
     * For a file of the installation, which may name files anywhere.
     *
     * @param environment the process's
     * @param file relative paths start at its folder
     */
    public static Variables ofInstallation(Map<String, String> environment, Path file) {
        return new Variables(environment, folderOf(file), false);
    }

    /** For a file of work, whose text goes to agents and repositories: it can't bring in what lies outside its folder. */
    public static Variables ofWork(Map<String, String> environment, Path file) {
        return new Variables(environment, folderOf(file), true);
    }

    private static Path folderOf(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        return folder == null ? file.toAbsolutePath() : folder;
    }

    /** Where relative paths start. */
    Path folder() {
        return folder;
    }

    /** A reference can't be followed: why, and what to do. */
    static final class UnresolvedException extends Exception {
        private static final long serialVersionUID = 1L;

        UnresolvedException(String message) {
            super(message);
        }
    }

    /** The text with every reference in it replaced. */
    String expand(String text) throws UnresolvedException {
        if (!text.contains("${")) {
            return text;
        }
        Matcher matcher = REFERENCE.matcher(text);
        StringBuilder expanded = new StringBuilder();
        while (matcher.find()) {
            String found = matcher.group();
            String replacement = found.startsWith("$$") ? found.substring(1) : value(reference(found));
            matcher.appendReplacement(expanded, Matcher.quoteReplacement(replacement));
        }
        return matcher.appendTail(expanded).toString();
    }

    /** The text, replaced only where all of it is one reference: for prose and commands. */
    String expandWhole(String text) throws UnresolvedException {
        return isOneReference(text) ? expand(text) : text;
    }

    /** Where the secret is kept that a value names, or the value itself as a literal; empty for a mixture. */
    Optional<SecretRef> secret(String text) throws UnresolvedException {
        if (isOneReference(text)) {
            return Optional.of(reference(text));
        }
        return text.contains("${") ? Optional.empty() : Optional.of(new SecretRef.Literal(new Secret(text)));
    }

    private static boolean isOneReference(String text) {
        return text.startsWith("${") && text.indexOf('}') == text.length() - 1;
    }

    private SecretRef reference(String found) throws UnresolvedException {
        String inside = found.endsWith("}") ? found.substring(2, found.length() - 1) : "";
        if (inside.startsWith(FILE) && inside.length() > FILE.length()) {
            return new SecretRef.File(folder.resolve(inside.substring(FILE.length())));
        }
        if (NAME.matcher(inside).matches()) {
            return new SecretRef.Environment(inside);
        }
        throw new UnresolvedException("holds '" + found
                + "', which is no reference: write ${NAME} or ${file:path}, or $${ where you mean the characters");
    }

    private boolean leaves(Path file) {
        try {
            return !Confinement.holds(folder, file);
        } catch (IOException e) {
            // The resolver says that it is not there.
            return !file.normalize().startsWith(folder);
        }
    }

    private String value(SecretRef reference) throws UnresolvedException {
        try {
            if (confined && reference instanceof SecretRef.File file && leaves(file.path())) {
                throw new UnresolvedException("names the file '" + file.path()
                        + "', which lies outside the folder of this file. Copy it into the folder");
            }
            return resolver.resolve(reference).reveal();
        } catch (ConfigurationException e) {
            throw new UnresolvedException("can't be read: " + String.join(" ", e.problems()));
        }
    }
}
