package dev.slipway.settings.secret;

import dev.slipway.settings.ConfigurationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Fetches secrets from where they are configured, each time anew: a file that is replaced is seen. */
public final class SecretResolver {
    /** No token and no key is longer. */
    private static final long MAX_BYTES = 64 * 1024;

    private final Map<String, String> environment;

    /** @param environment of this process: the worker's, or the starter's for {@code check} */
    public SecretResolver(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /**
     * The secret itself, without blanks and line ends around it.
     *
     * @throws ConfigurationException if the variable is not set, or the file can't be read, or either is empty; it
     *     names variable or file, never the value
     */
    public Secret resolve(SecretRef reference) {
        if (reference instanceof SecretRef.Literal literal) {
            return literal.secret();
        }
        if (reference instanceof SecretRef.Environment variable) {
            return fromEnvironment(variable.variable());
        }
        return fromFile(((SecretRef.File) reference).path());
    }

    /** Why the secret can't be had, and what to do; empty where it can. */
    public Optional<String> problem(SecretRef reference) {
        try {
            resolve(reference);
            return Optional.empty();
        } catch (ConfigurationException e) {
            return Optional.of(String.join(" ", e.problems()));
        }
    }

    private Secret fromEnvironment(String variable) {
        String value = environment.get(variable);
        if (value == null) {
            throw problem(
                    "the environment variable " + variable + " is not set. Set it with: export " + variable + "=…");
        }
        if (value.isBlank()) {
            throw problem("the environment variable " + variable + " is empty. Set it with: export " + variable + "=…");
        }
        return new Secret(value.strip());
    }

    private static Secret fromFile(Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw problem("'" + file + "' is a folder. Name the file in it");
            }
            if (Files.size(file) > MAX_BYTES) {
                throw problem("the file '" + file + "' is larger than 64 KB: this is no token or key");
            }
            String value = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip();
            if (value.isEmpty()) {
                throw problem("the file '" + file + "' is empty. Put the value in it");
            }
            return new Secret(value);
        } catch (NoSuchFileException e) {
            throw problem("there is no file '" + file + "'. Create it with the value in it");
        } catch (AccessDeniedException e) {
            throw problem("the file '" + file + "' may not be read by this user. Change its owner or permissions");
        } catch (IOException e) {
            throw problem("the file '" + file + "' can't be read: " + e.getMessage());
        }
    }

    private static ConfigurationException problem(String message) {
        return new ConfigurationException(List.of(message));
    }
}
